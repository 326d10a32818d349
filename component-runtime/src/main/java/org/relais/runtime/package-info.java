/**
 * What a component is made of: its lifecycle, settings, Kafka loop, cursors, dead letters and health.
 *
 * <p>A component's author meets {@link org.relais.runtime.Component} and one of {@link org.relais.runtime.Operation},
 * {@link org.relais.runtime.Process} and {@link org.relais.runtime.Service}; the author of a new kind of effect also meets
 * {@link org.relais.runtime.Sink}.
 */
@NullMarked
package org.relais.runtime;

import org.jspecify.annotations.NullMarked;
