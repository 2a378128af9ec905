// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.replica;

import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Rejection;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.Fitted;
import io.aetherflow.statesync.model.ModelException;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.Transformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One client's copy of a document. Local edits show at once in {@link #content()}; the operations that the server
 * commits, the client's own among them, are handed in by {@link #receive} in version order. Edits not yet committed are
 * carried over what others commit, so the copy ends as everybody else's does once all is sent and received.
 *
 * <p>The replica does no I/O. Ask it for {@link #nextSubmission} whenever a submission may be sent, any number of them
 * before the first is answered; hand each answer to {@link #decided}; after a lost connection call
 * {@link #connectionLost} and everything undecided is sent again, which the server recognises by client id and sequence
 * number. A client id serves one replica, ever.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <C> the model's content type
 * @param <O> the model's operation type
 */
public final class DocumentReplica<C, O> {
    private final DocumentModel<C, O> model;
    private final UUID docId;
    private final String clientId;
    private final List<LocalEdit<O>> pending = new ArrayList<>();

    /** Content at {@link #version}, as the server has it. */
    private C confirmed;
    /** Confirmed content with the pending edits applied. */
    private C content;

    private long version;
    private long lastSeq;
    private long sentSeq;
    private long rebasedWithout;

    /**
     * Creates a replica without edits.
     *
     * @param model the model of the document's type
     * @param clientId this replica's id, never used before
     * @param document the document at the version to start from
     * @throws ModelException if the content is none of the model's
     */
    public DocumentReplica(DocumentModel<C, O> model, String clientId, Document document) {
        this.model = Objects.requireNonNull(model, "model");
        this.clientId = Objects.requireNonNull(clientId, "clientId");
        this.docId = document.id();
        this.version = document.version();
        this.confirmed = model.decode(document.content());
        this.content = confirmed;
    }

    /**
     * Returns the content with all local edits.
     *
     * @return what to show to the user
     */
    public C content() {
        return content;
    }

    /**
     * Returns the content as a document, local edits included.
     *
     * @return the content in the model's wire form
     */
    public Payload encoded() {
        return model.encode(content);
    }

    /**
     * Returns the version received.
     *
     * @return the version of the last operation received
     */
    public long version() {
        return version;
    }

    /**
     * Returns this replica's id.
     *
     * @return the client id
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Lists the edits that the replica has not received back as committed.
     *
     * @return the edits in the order they were made; immutable
     */
    public List<LocalEdit<O>> pending() {
        return List.copyOf(pending);
    }

    /**
     * Makes an edit.
     *
     * @param type what it sets out to do
     * @param operation what it does to {@link #content()}
     * @return its number in the replica's sequence
     * @throws ModelException if the edit does not fit the content; nothing has changed then
     */
    public long edit(OperationType type, O operation) {
        Fitted<O> fitted = model.fit(content, operation);
        content = model.apply(content, fitted.operation());
        pending.add(new LocalEdit<>(++lastSeq, type, fitted.operation()));
        return lastSeq;
    }

    /**
     * Returns what to send: all pending edits up to a number, if there is one among them that was not sent before.
     *
     * @param maxOperations how many edits at most, 1 or more
     * @return the submission, or empty if everything within the limit was sent
     */
    public Optional<Submission> nextSubmission(int maxOperations) {
        int count = Math.min(pending.size(), maxOperations);
        if (count == 0 || pending.get(count - 1).clientSeq() <= sentSeq) {
            return Optional.empty();
        }
        List<ClientOperation> operations = new ArrayList<>(count);
        for (LocalEdit<O> edit : pending.subList(0, count)) {
            operations.add(new ClientOperation(edit.clientSeq(), edit.type(), model.format(edit.operation())));
        }
        sentSeq = pending.get(count - 1).clientSeq();
        return Optional.of(new Submission(docId, clientId, version, operations, rebasedWithout, Optional.empty()));
    }

    /** Says that submissions sent may not have arrived: everything pending is to be sent again. */
    public void connectionLost() {
        sentSeq = 0;
    }

    /**
     * Takes in a committed operation.
     *
     * @param committed the operation after {@link #version()}, or an older one, which is ignored
     * @return what somebody else's operation does to {@link #content()}, to apply to an editor; empty for an older
     *     operation and for the replica's own. Where the server or the replica had to leave a part of an edit out, such
     *     as a move that would close a circle, {@link #content()} as a whole tells what has changed
     * @throws IllegalArgumentException if operations are missing before this one: subscribe again from
     *     {@link #version()}
     */
    public Optional<O> receive(Operation committed) {
        if (committed.version() <= version) {
            return Optional.empty();
        }
        if (committed.version() != version + 1) {
            throw new IllegalArgumentException(
                    "version is " + committed.version() + ", allowed after " + version + " is the next one");
        }
        O operation = model.parse(committed.type(), committed.data());
        confirmed = model.apply(confirmed, operation);
        version = committed.version();
        return committed.clientId().equals(clientId)
                ? receiveOwn(committed.clientSeq(), operation)
                : Optional.of(receiveForeign(committed.clientId(), operation));
    }

    private Optional<O> receiveOwn(long clientSeq, O operation) {
        if (pending.isEmpty() || pending.get(0).clientSeq() != clientSeq) {
            throw new IllegalArgumentException("clientSeq is " + clientSeq
                    + ", allowed is that of the first pending edit: is client id " + clientId + " used twice?");
        }
        LocalEdit<O> edit = pending.remove(0);
        if (pending.isEmpty()) {
            content = confirmed;
        } else if (!edit.operation().equals(operation)) {
            rebuild();
        }
        return Optional.empty();
    }

    private O receiveForeign(String otherClientId, O operation) {
        boolean first = clientId.compareTo(otherClientId) < 0;
        O carried = operation;
        for (int i = 0; i < pending.size(); i++) {
            LocalEdit<O> edit = pending.get(i);
            Transformed<O> both = model.transform(carried, edit.operation(), first);
            pending.set(i, new LocalEdit<>(edit.clientSeq(), edit.type(), both.incoming()));
            carried = both.committed();
        }
        Fitted<O> fitted = model.fit(content, carried);
        if (fitted.dropped().isEmpty()) {
            content = model.apply(content, carried);
        } else {
            rebuild();
        }
        return carried;
    }

    private void rebuild() {
        content = confirmed;
        for (LocalEdit<O> edit : pending) {
            try {
                content = model.apply(
                        content, model.fit(content, edit.operation()).operation());
            } catch (ModelException e) {
                return; // the server will reject this edit, and with it all that were made on top of it
            }
        }
    }

    /**
     * Takes in the answer to a submission. What was applied is taken in by {@link #receive}; a rejected edit is taken
     * back, together with the edits made on top of it.
     *
     * @param results the answer
     * @return the edits taken back, none unless one was rejected: show them to the user, or make them again
     */
    public List<LocalEdit<O>> decided(List<OperationResult> results) {
        for (OperationResult result : results) {
            if (result instanceof OperationResult.Rejected rejected
                    && rejected.rejection().clientSeq() > rebasedWithout) {
                return takeBack(rejected.rejection());
            }
        }
        return List.of();
    }

    private List<LocalEdit<O>> takeBack(Rejection rejection) {
        List<LocalEdit<O>> orphaned = pending.stream()
                .filter(edit -> edit.clientSeq() >= rejection.clientSeq())
                .toList();
        pending.removeAll(orphaned);
        rebasedWithout = rejection.clientSeq();
        lastSeq = rejection.clientSeq();
        sentSeq = Math.min(sentSeq, lastSeq);
        rebuild();
        return orphaned;
    }
}
