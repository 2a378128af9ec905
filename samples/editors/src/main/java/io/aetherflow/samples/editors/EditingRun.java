// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import com.google.protobuf.ByteString;
import io.aetherflow.core.NanoClock;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.DocumentMetadata;
import io.aetherflow.grpc.v1.DocumentType;
import io.aetherflow.grpc.v1.Permissions;
import io.aetherflow.samples.demo.Progress;
import io.aetherflow.statesync.model.ObjectContent;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.ObjectOperation;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run: opens the sessions and documents, lets all users edit at once, and collects every copy at the end. */
public final class EditingRun {
    /** Edits of the whiteboard that each user makes, spread over the edits of the text. */
    private static final long BOARD_EDITS = 400;
    /** Edits that a user makes ahead of the server's answers. */
    private static final long MAX_UNDECIDED = 8;

    private static final int HEARTBEAT_SECONDS = 5;

    private final TextScript script;
    private final Servers servers;
    private final Measurements measurements;
    private final NanoClock clock;
    private final CyclicBarrier allReady;
    private volatile List<Participant> participants = List.of();
    private volatile long allowedEdits = Long.MAX_VALUE;

    /**
     * A document's copies at the end.
     *
     * @param docId the document
     * @param users each user's copy
     * @param servers what a fresh client reads from each state-sync server
     */
    public record Copies(UUID docId, List<byte[]> users, List<byte[]> servers) {
        /**
         * Returns all copies.
         *
         * @return those of the users, and then those from the servers
         */
        public List<byte[]> all() {
            return Stream.concat(users.stream(), servers.stream()).toList();
        }
    }

    /**
     * What there is at the end.
     *
     * @param text the copies of the text
     * @param board the copies of the whiteboard
     * @param sessions how many of the users' sessions are known to all session servers
     * @param nanos how long the users edited
     */
    public record Outcome(Copies text, Copies board, int sessions, long nanos) {}

    private record UserCopies(byte[] text, byte[] board) {}

    /**
     * Creates a run.
     *
     * @param script what the users type
     * @param servers which servers they use
     * @param measurements takes what is measured
     * @param clock for how long it takes
     */
    public EditingRun(TextScript script, Servers servers, Measurements measurements, NanoClock clock) {
        this.script = script;
        this.servers = servers;
        this.measurements = measurements;
        this.clock = clock;
        this.allReady = new CyclicBarrier(script.users());
    }

    /**
     * Returns how many operations there will be.
     *
     * @return the number, both documents together
     */
    public long operations() {
        return script.operations() + boardEdits() * script.users();
    }

    /**
     * Returns a display of how far it is.
     *
     * @param out where to print
     * @return a display
     */
    public Progress progress(PrintStream out) {
        return new Progress(
                out,
                System.console() != null,
                operations(),
                measurements::edits,
                done -> String.format("%,d of %,d operations", done, operations()));
    }

    private long boardEdits() {
        return Math.min(BOARD_EDITS, Math.max(1, script.operations() / script.users()));
    }

    /**
     * Runs to the end.
     *
     * @param progress is shown while it runs
     * @param meanwhile what goes on beside it: the end of it is waited for as that of the users is
     * @return what there is at the end
     * @throws Exception if a user's run fails, or what goes on beside it
     */
    public Outcome run(Progress progress, Future<?> meanwhile) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            participants = IntStream.range(0, script.users())
                    .mapToObj(this::participant)
                    .toList();
            participants.forEach(Participant::openSession);
            heartbeat(); // makes the sessions active; more follow while they edit
            UUID textId = create(participants, "A text", DocumentType.DOCUMENT_TYPE_TEXT, script.startText());
            UUID boardId = create(participants, "A whiteboard", DocumentType.DOCUMENT_TYPE_WHITEBOARD, "");

            long start = clock.nanoTime();
            List<Future<UserCopies>> users = new ArrayList<>();
            for (int user = 0; user < script.users(); user++) {
                int number = user;
                users.add(threads.submit(() -> edit(number, participants.get(number), textId, boardId)));
            }
            await(Stream.concat(users.stream(), Stream.of(meanwhile)).toList(), progress);
            long nanos = clock.nanoTime() - start;
            return collect(users, textId, boardId, nanos);
        } finally {
            threads.shutdownNow();
            participants.forEach(Participant::close);
        }
    }

    private Participant participant(int user) {
        // Two digits, so that the ids sort as the numbers do: the lower id goes first on ties.
        String userId = String.format("user-%02d", user + 1);
        return new Participant(userId, servers.forUser(user), measurements, clock);
    }

    /**
     * Lets the users stop once they have made a number of edits, all together and give or take one each, until they are
     * allowed more.
     *
     * @param upTo the number, counted from the start of the run
     */
    public void allowEdits(long upTo) {
        allowedEdits = upTo;
        participants.forEach(participant -> participant.thread().post(() -> {})); // who waits looks again
    }

    /** Lets the users whose first server went away, and is there again, go back to it. */
    public void everybodyHome() {
        participants.forEach(Participant::goHome);
    }

    private void heartbeat() {
        participants.forEach(participant -> participant.session().heartbeat());
    }

    private static UUID create(List<Participant> participants, String name, DocumentType type, String content) {
        CreateDocumentRequest request = CreateDocumentRequest.newBuilder()
                .setName(name)
                .setType(type)
                .setContent(ByteString.copyFromUtf8(content))
                .setMetadata(DocumentMetadata.newBuilder()
                        .setPermissions(Permissions.newBuilder()
                                .setOwner(participants.get(0).userId())
                                .addAllEditors(participants.stream()
                                        .map(Participant::userId)
                                        .toList())))
                .build();
        try {
            return UUID.fromString(participants
                    .get(0)
                    .documents()
                    .createDocument(request)
                    .getDocument()
                    .getInfo()
                    .getDocId());
        } catch (StatusRuntimeException e) {
            throw new IllegalStateException("state-sync server creates no document: " + e.getMessage(), e);
        }
    }

    private UserCopies edit(int user, Participant participant, UUID textId, UUID boardId) throws Exception {
        SharedDocument<Rope, TextOperation> text = participant.open(new TextModel(), textId);
        SharedDocument<ObjectContent, ObjectOperation> board = participant.open(new ObjectModel(), boardId);
        BoardScript drawing = new BoardScript(board, user);
        UserThread thread = participant.thread();
        allReady.await(1, TimeUnit.MINUTES);

        long every = Math.max(1, script.operations() / script.users() / boardEdits());
        long[] edits = {0, 0};
        script.play(user, text, () -> {
            text.send();
            if (++edits[0] % every == 0 && edits[1] < boardEdits()) {
                edits[1]++;
                drawing.step();
                board.send();
            }
            thread.pump();
            thread.await(
                    "the server's answers",
                    () -> text.undecided() < MAX_UNDECIDED
                            && board.undecided() < MAX_UNDECIDED
                            && measurements.edits() < allowedEdits);
        });
        for (; edits[1] < boardEdits(); edits[1]++) {
            drawing.step();
            board.send();
            thread.pump();
        }
        long lastText = 1 + script.operations();
        thread.await("version " + lastText + " of the text", () -> text.version() >= lastText);
        long lastBoard = 1 + boardEdits() * script.users();
        thread.await("version " + lastBoard + " of the whiteboard", () -> board.version() >= lastBoard);
        UserCopies copies =
                new UserCopies(text.encoded().toByteArray(), board.encoded().toByteArray());
        participant.leave();
        return copies;
    }

    /** Waits for all; the first failure ends the run. */
    private void await(List<Future<?>> all, Progress progress) throws Exception {
        long beats = 0;
        for (Future<?> one : all) {
            while (true) {
                progress.show();
                try {
                    one.get(200, TimeUnit.MILLISECONDS);
                    break;
                } catch (TimeoutException e) {
                    for (Future<?> other : all) {
                        if (other.isDone()) {
                            other.get();
                        }
                    }
                    if (++beats % (HEARTBEAT_SECONDS * 5) == 0) {
                        heartbeat();
                    }
                }
            }
        }
        progress.show();
    }

    private Outcome collect(List<Future<UserCopies>> users, UUID textId, UUID boardId, long nanos) throws Exception {
        List<byte[]> texts = new ArrayList<>();
        List<byte[]> boards = new ArrayList<>();
        for (Future<UserCopies> user : users) {
            texts.add(user.get().text());
            boards.add(user.get().board());
        }
        long sessions = participants.stream()
                .filter(participant -> participant.session().isKnownToAll())
                .count();
        return new Outcome(
                new Copies(textId, texts, fromServers(textId)),
                new Copies(boardId, boards, fromServers(boardId)),
                (int) sessions,
                nanos);
    }

    private List<byte[]> fromServers(UUID docId) {
        return IntStream.range(0, servers.stateSync().size())
                .mapToObj(server ->
                        participants.get(0).read(docId, server).content().toByteArray())
                .toList();
    }
}
