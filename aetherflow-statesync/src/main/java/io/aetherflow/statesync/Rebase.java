// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.DocumentModel;
import io.aetherflow.statesync.model.Overlap;
import io.aetherflow.statesync.model.Transformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries a client's operations over what others committed since the version they were made for.
 *
 * <p>The client's list {@code o1, o2, …} and the foreign operations {@code f1, f2, …} span a grid; each square of it is one
 * transformation. Walking the log in order, a foreign operation is added at the edge the walk has reached, and one of the
 * client's own that is committed already moves the edge across it. What then is left of the client's list is carried over
 * the foreign operations one by one. The client carries its pending operations over the same squares as it receives the
 * foreign ones, so both end in the same content (compare {@code rebaseUpdates} of CodeMirror's collab package).
 */
final class Rebase<O> {
    private final DocumentModel<?, O> model;
    private final String clientId;
    private final List<LoggedOperation<O>> foreign = new ArrayList<>();
    private final List<Conflict.Part> conflicts = new ArrayList<>(0);

    Rebase(DocumentModel<?, O> model, String clientId) {
        this.model = model;
        this.clientId = clientId;
    }

    /** Adds an operation that somebody else committed, as it stands in the log. */
    void addForeign(LoggedOperation<O> logged) {
        foreign.add(logged);
    }

    /** Carries an operation of the client over the foreign ones, and these over it. */
    O carry(O operation) {
        conflicts.clear();
        O carried = operation;
        for (int i = 0; i < foreign.size(); i++) {
            LoggedOperation<O> other = foreign.get(i);
            noteConflicts(other, carried);
            boolean first = clientId.compareTo(other.clientId()) < 0;
            Transformed<O> both = model.transform(other.operation(), carried, first);
            foreign.set(i, new LoggedOperation<>(other.entry(), both.committed()));
            carried = both.incoming();
        }
        return carried;
    }

    /** The conflicts that the last {@link #carry} met. */
    List<Conflict.Part> conflicts() {
        return List.copyOf(conflicts);
    }

    private void noteConflicts(LoggedOperation<O> other, O carried) {
        for (Overlap overlap : model.overlaps(other.operation(), carried)) {
            if (overlap.outcome() == Overlap.Outcome.INCOMING_DROPPED) {
                dropOverridden(conflicts, overlap.path());
            }
            if (conflicts.size() == Conflict.MAX_PARTS) {
                return;
            }
            Operation by = other.entry().operation();
            Conflict.Other first =
                    new Conflict.Other(by.version(), by.clientId(), by.author().userId());
            conflicts.add(new Conflict.Part(overlap.path(), overlap.outcome(), Optional.of(first)));
        }
    }

    /** What is dropped overrides nothing, whatever it met on its way. */
    static void dropOverridden(List<Conflict.Part> parts, String dropped) {
        parts.removeIf(part -> part.outcome() == Overlap.Outcome.COMMITTED_OVERRIDDEN
                && (part.path().equals(dropped) || part.path().startsWith(dropped + "/")));
    }
}
