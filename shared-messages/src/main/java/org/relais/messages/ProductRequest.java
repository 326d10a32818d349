package org.relais.messages;

/** Asks for a product to be stored. Which of the three messages it is decides by what means: in the table it makes no difference. */
public sealed interface ProductRequest extends Product permits ProductMessage, ProductSqlMessage, ProductIrisMessage {}
