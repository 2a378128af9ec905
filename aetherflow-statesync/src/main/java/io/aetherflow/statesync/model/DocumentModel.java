// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.util.List;

/**
 * A kind of document: its content, its operations, and how concurrent operations are joined. Server and clients run the
 * same model, so every method must be deterministic. Contents and operations are immutable values; all methods are safe
 * for use by any thread.
 *
 * @param <C> the content in memory; cheap to keep several versions of
 * @param <O> an operation in memory; compared by {@code equals}
 */
public interface DocumentModel<C, O> {
    /**
     * Returns the content of a new document.
     *
     * @return content without anything in it
     */
    C empty();

    /**
     * Reads content from its wire form.
     *
     * @param content bytes made by {@link #encode}, or by a client
     * @return the content
     * @throws ModelException if the bytes are no content of this model
     */
    C decode(Payload content);

    /**
     * Writes content in its wire form. Equal contents give equal bytes.
     *
     * @param content the content
     * @return its bytes
     */
    Payload encode(C content);

    /**
     * Reads an operation from its wire form.
     *
     * @param type the operation's type
     * @param data bytes that a client sent
     * @return the operation
     * @throws ModelException if this model has no such type, or the bytes are no such operation
     */
    O parse(OperationType type, Payload data);

    /**
     * Writes an operation in its wire form, which {@link #parse} reads back with the same type.
     *
     * @param operation the operation
     * @return its bytes
     */
    Payload format(O operation);

    /**
     * Applies an operation.
     *
     * @param content the content the operation was made for, or was carried to
     * @param operation what to do
     * @return the content afterwards
     * @throws ModelException if the operation does not fit the content
     */
    C apply(C content, O operation);

    /**
     * Carries two concurrent operations, made for the same content, over each other.
     *
     * @param committed the one that is earlier in server order
     * @param incoming the one that is later in server order
     * @param incomingFirst whether the incoming one's insertion goes first where both insert at one place
     * @return both, carried over each other
     */
    Transformed<O> transform(O committed, O incoming, boolean incomingFirst);

    /**
     * Lists the places where two concurrent operations are in conflict.
     *
     * @param committed the one that is earlier in server order
     * @param incoming the one that is later, for the same content
     * @return the places, empty when the operations are independent
     */
    List<Overlap> overlaps(O committed, O incoming);

    /**
     * Leaves out what the content as a whole cannot take although no single concurrent operation forbids it, such as a
     * move that would close a circle of parents.
     *
     * @param content the content the operation was carried to
     * @param operation what to do
     * @return the operation, or what is left of it, and the parts left out
     */
    default Fitted<O> fit(C content, O operation) {
        return new Fitted<>(operation, List.of());
    }

    /**
     * Returns the size that the limit on documents is about.
     *
     * @param content the content
     * @return about how many bytes {@link #encode} would give, in constant time
     */
    long sizeInBytes(C content);

    /**
     * Lists the conflict strategies that make sense for this model.
     *
     * @return at least one, the default first
     */
    List<ConflictStrategy> strategies();
}
