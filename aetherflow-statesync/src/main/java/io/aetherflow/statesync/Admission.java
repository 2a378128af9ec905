// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.Fitted;
import io.aetherflow.statesync.model.ModelException;
import io.aetherflow.statesync.model.Overlap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides one submission on top of a draft, in this order: read access; operations decided before; write access, state
 * and lock; the sequence; the version; carrying over; the content. A refusal of the submission as a whole is thrown and
 * leaves the draft as it was.
 */
final class Admission<C, O> {
    private final LiveDocument<C, O> live;
    private final ManagerContext context;
    private final DocumentModel<C, O> model;
    private final Draft<C, O> draft;
    private final Caller caller;
    private final Submission submission;

    Admission(LiveDocument<C, O> live, ManagerContext context, Draft<C, O> draft, PendingSubmission pending) {
        this.live = live;
        this.context = context;
        this.model = live.model();
        this.draft = draft;
        this.caller = pending.caller();
        this.submission = pending.submission();
    }

    List<OperationResult> decide() {
        requireAccess(Access.READ);
        ClientRecord client = live.client(draft, submission.clientId(), caller.userId());
        if (!client.userId().equals(caller.userId())) {
            throw Checks.refused("clientId", client.clientId(), "an id that no other user has used for this document");
        }
        List<ClientOperation> operations = submission.operations();
        int decided = 0;
        while (decided < operations.size() && operations.get(decided).clientSeq() <= client.lastSeq()) {
            decided++;
        }
        List<OperationResult> results = new ArrayList<>(operations.size());
        if (decided > 0) {
            Map<Long, LogEntry> entries = live.entriesOf(draft, submission, decided);
            for (ClientOperation operation : operations.subList(0, decided)) {
                results.add(decidedBefore(client, operation, entries.get(operation.clientSeq())));
            }
        }
        if (decided < operations.size()) {
            requireEditable();
            requireSequence(client, operations.subList(decided, operations.size()));
            requireVersion();
            results.addAll(decideNew(client, decided));
        }
        return results;
    }

    private void requireAccess(Access required) {
        Access access = draft.base().info().metadata().permissions().accessOf(caller.userId());
        if (!access.includes(Access.READ) || draft.base().info().state() == DocumentState.DELETED) {
            throw new DocumentNotFoundException(submission.docId());
        }
        if (!access.includes(required)) {
            throw new PermissionDeniedException(submission.docId(), caller.userId(), required);
        }
    }

    private OperationResult decidedBefore(ClientRecord client, ClientOperation resent, @Nullable LogEntry entry) {
        long seq = resent.clientSeq();
        Optional<Rejection> rejection = client.rejection().filter(last -> last.clientSeq() == seq);
        if (rejection.isPresent()) {
            return new OperationResult.Rejected(rejection.get());
        }
        Optional<Rejection> unaware = unknownRejection(client).filter(last -> last.clientSeq() < seq);
        if (unaware.isPresent()) {
            // An old submission, late: since then the client has given the number to another operation.
            return new OperationResult.DependsOnRejected(seq, unaware.get().clientSeq());
        }
        if (entry == null) {
            return new OperationResult.AlreadyApplied(seq);
        }
        boolean sameForm = entry.operation().prevVersion() == submission.prevVersion();
        if (sameForm && entry.submittedChecksum() != resent.data().checksum()) {
            throw Checks.refused("clientSeq", Long.toString(seq), "a number not used for another operation");
        }
        return new OperationResult.Applied(entry.operation(), entry.conflict(), true);
    }

    /** The client's last rejection, if the submission was made without knowing of it. */
    private Optional<Rejection> unknownRejection(ClientRecord client) {
        return client.rejection().filter(last -> last.clientSeq() > submission.rebasedWithout());
    }

    private void requireEditable() {
        requireAccess(Access.WRITE);
        if (draft.base().info().state() != DocumentState.ACTIVE) {
            throw new DocumentStateException(
                    submission.docId(), draft.base().info().state());
        }
        draft.base().lock().filter(lock -> !lock.isHeldBy(caller)).ifPresent(lock -> {
            throw new DocumentLockedException(submission.docId(), lock.userId(), lock.expiresAt());
        });
        submission.fence().ifPresent(this::requireFence);
    }

    /** The draft remembers the fence, since the lease may end before the commit. */
    private void requireFence(long fence) {
        boolean inForce =
                draft.base().lock().filter(lock -> lock.fence() == fence).isPresent();
        if (!inForce) {
            throw new StaleFenceException(submission.docId(), fence);
        }
        draft.requireFence(fence);
    }

    private void requireSequence(ClientRecord client, List<ClientOperation> fresh) {
        long expected = client.lastSeq() + 1;
        for (ClientOperation operation : fresh) {
            if (operation.clientSeq() != expected) {
                throw new SequenceGapException(submission.docId(), client.clientId(), expected, operation.clientSeq());
            }
            expected++;
        }
    }

    private void requireVersion() {
        long prevVersion = submission.prevVersion();
        if (prevVersion > draft.version()) {
            throw new VersionAheadException(submission.docId(), prevVersion, draft.version());
        }
        long bytes = submission.operations().stream()
                .mapToLong(operation -> operation.data().size())
                .sum();
        long reach = Math.min(
                context.limits().maxRebaseVersions(), StateSyncLimits.MAX_REBASE_STEPS / Math.max(1, bytes / 4));
        long oldest = Math.max(draft.base().head().floor(), draft.version() - reach);
        if (prevVersion < oldest) {
            throw new ResyncRequiredException(submission.docId(), prevVersion, oldest);
        }
    }

    private List<OperationResult> decideNew(ClientRecord before, int decided) {
        List<O> forms = parse();
        Rebase<O> rebase = unknownRejection(before).isPresent()
                ? new Rebase<>(model, submission.clientId()) // nothing will be carried
                : carriedOverLog(before, decided, forms);
        List<OperationResult> results = new ArrayList<>();
        ClientRecord client = before;
        for (int i = decided; i < forms.size(); i++) {
            ClientOperation operation = submission.operations().get(i);
            Optional<Rejection> rejected = unknownRejection(client);
            if (rejected.isPresent()) {
                results.add(new OperationResult.DependsOnRejected(
                        operation.clientSeq(), rejected.get().clientSeq()));
                continue;
            }
            OperationResult result = decideOne(client, operation, rebase.carry(forms.get(i)), rebase.conflicts());
            if (result instanceof OperationResult.Applied applied) {
                client = client.committed(applied.operation());
            } else if (result instanceof OperationResult.Rejected refusal) {
                client = client.rejected(refusal.rejection());
                draft.reject(client);
            }
            results.add(result);
        }
        return results;
    }

    /** Reads all operations before anything is decided, so that a malformed one leaves no trace. */
    private List<O> parse() {
        List<O> forms = new ArrayList<>(submission.operations().size());
        for (ClientOperation operation : submission.operations()) {
            try {
                forms.add(model.parse(operation.type(), operation.data()));
            } catch (ModelException e) {
                throw new InvalidOperationException(
                        submission.docId(), operation.clientSeq(), String.valueOf(e.getMessage()));
            }
        }
        return forms;
    }

    private Rebase<O> carriedOverLog(ClientRecord client, int decided, List<O> forms) {
        Rebase<O> rebase = new Rebase<>(model, submission.clientId());
        int next = 0;
        for (LoggedOperation<O> logged : live.logAfter(draft, submission.prevVersion())) {
            if (!logged.clientId().equals(submission.clientId())) {
                rebase.addForeign(logged);
                continue;
            }
            long seq = logged.entry().operation().clientSeq();
            ClientOperation resent = submission.operations().get(next);
            if (resent.clientSeq() != seq) {
                throw Checks.refused(
                        "operations",
                        "from clientSeq " + resent.clientSeq(),
                        "all from clientSeq " + seq + ", which was committed after prevVersion");
            }
            rebase.carry(forms.get(next++));
        }
        requireAllAfterPrevVersion(client, decided, next);
        return rebase;
    }

    /** Operations decided before must be in the log after prevVersion, or the rejected one, or they count twice. */
    private void requireAllAfterPrevVersion(ClientRecord client, int decided, int carried) {
        long seq = submission.operations().get(carried).clientSeq();
        boolean rejected =
                client.rejection().filter(last -> last.clientSeq() == seq).isPresent();
        if (carried < decided && !rejected) {
            throw Checks.refused("operations", "from clientSeq " + seq, "only those not committed at prevVersion");
        }
    }

    private OperationResult decideOne(
            ClientRecord client, ClientOperation operation, O carried, List<Conflict.Part> overlaps) {
        long seq = operation.clientSeq();
        if (live.strategy() == ConflictStrategy.REJECT && !overlaps.isEmpty()) {
            return rejected(seq, Rejection.Reason.CONFLICT, describe(overlaps.get(0)));
        }
        Fitted<O> fitted = model.fit(draft.content(), carried);
        C content;
        try {
            content = model.apply(draft.content(), fitted.operation());
        } catch (ModelException e) {
            return rejected(seq, Rejection.Reason.DOES_NOT_FIT, String.valueOf(e.getMessage()));
        }
        long size = model.sizeInBytes(content);
        if (size > context.limits().maxDocumentBytes() && size > model.sizeInBytes(draft.content())) {
            String message = "document would have about " + size + " bytes, allowed are "
                    + context.limits().maxDocumentBytes();
            return rejected(seq, Rejection.Reason.DOCUMENT_TOO_LARGE, message);
        }
        Operation committed = commit(operation, fitted.operation());
        Optional<Conflict> conflict = conflict(committed, overlaps, fitted.dropped());
        LogEntry entry = new LogEntry(committed, conflict, operation.data().checksum());
        draft.append(new LoggedOperation<>(entry, fitted.operation()), content, client.committed(committed));
        return new OperationResult.Applied(committed, conflict, false);
    }

    private static OperationResult rejected(long seq, Rejection.Reason reason, String message) {
        return new OperationResult.Rejected(new Rejection(seq, reason, message));
    }

    private String describe(Conflict.Part part) {
        return part.path() + " was changed by version "
                + part.other().map(Conflict.Other::version).orElse(draft.version())
                + ", allowed is a change made at the current version " + draft.version();
    }

    private Operation commit(ClientOperation submitted, O form) {
        return new Operation(
                context.ids().next(),
                submission.docId(),
                submission.clientId(),
                submitted.clientSeq(),
                submitted.type(),
                model.format(form),
                submission.prevVersion(),
                draft.version() + 1,
                caller,
                context.now(),
                submitted.extra());
    }

    private Optional<Conflict> conflict(Operation committed, List<Conflict.Part> overlaps, List<String> dropped) {
        if (overlaps.isEmpty() && dropped.isEmpty()) {
            return Optional.empty();
        }
        List<Conflict.Part> parts = new ArrayList<>(overlaps);
        for (String path : dropped) {
            Rebase.dropOverridden(parts, path);
            parts.add(new Conflict.Part(path, Overlap.Outcome.INCOMING_DROPPED, Optional.empty()));
        }
        return Optional.of(new Conflict(
                context.ids().next(),
                committed.docId(),
                committed.version(),
                committed.prevVersion(),
                live.strategy(),
                caller.userId(),
                parts,
                committed.timestamp()));
    }
}
