package org.relais.messages;

/** What the postgres operation can be asked for: to store a formation, or to read, change or delete what is stored. */
public sealed interface FormationCommand
        permits FormationRequest, FormationQuery, FormationListRequest, FormationUpdate, FormationDelete {}
