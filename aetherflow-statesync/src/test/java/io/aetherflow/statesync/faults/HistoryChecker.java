// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import io.aetherflow.statesync.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what the clients of one document saw against its log: nothing acknowledged is lost, nothing is there twice, and
 * the order of versions agrees with real time (linearizability of a log).
 */
final class HistoryChecker {
    /** The key under which writers with a lock note its fence in their operations. */
    static final String FENCE = "fence";

    private final List<Operation> log;
    private final List<String> violations = new ArrayList<>();

    private HistoryChecker(List<Operation> log) {
        this.log = log;
    }

    /**
     * Checks everything.
     *
     * @param log the whole log, as read at the end
     * @param attempts all that was sent
     * @param seen the versions that each subscriber was sent, in order, from the version after the first
     * @return what is wrong
     */
    static List<String> check(List<Operation> log, List<Attempt> attempts, Map<String, List<Long>> seen) {
        HistoryChecker checker = new HistoryChecker(log);
        checker.versionsAreContiguous();
        checker.attemptsAreInTheLog(attempts);
        checker.orderIsThatOfRealTime(attempts);
        seen.forEach(checker::subscriberSawEverything);
        checker.fencesNeverGoBack();
        return checker.violations;
    }

    private void versionsAreContiguous() {
        long expected = 1;
        for (Operation operation : log) {
            if (operation.version() != expected) {
                violations.add("log has version " + operation.version() + " where " + expected + " belongs");
            }
            expected = operation.version() + 1;
        }
    }

    private record Identity(String clientId, long clientSeq) {
        static Identity of(Operation operation) {
            return new Identity(operation.clientId(), operation.clientSeq());
        }

        static Identity of(Attempt attempt) {
            return new Identity(attempt.clientId(), attempt.clientSeq());
        }
    }

    private void attemptsAreInTheLog(List<Attempt> attempts) {
        Map<Identity, Long> logged = new HashMap<>();
        for (Operation operation : log.subList(Math.min(1, log.size()), log.size())) {
            Long before = logged.put(Identity.of(operation), operation.version());
            if (before != null) {
                violations.add(Identity.of(operation) + " is in the log twice: " + before + ", " + operation.version());
            }
        }
        for (Attempt attempt : attempts) {
            Long version = logged.remove(Identity.of(attempt));
            attempt.answer()
                    .filter(answer -> version == null || answer.version() != version)
                    .ifPresent(answer -> violations.add(Identity.of(attempt) + " was acknowledged as version "
                            + answer.version() + ", the log says " + version));
        }
        logged.forEach((identity, version) -> violations.add("version " + version + " was never sent: " + identity));
    }

    /** An operation acknowledged before another was sent has the smaller version. */
    private void orderIsThatOfRealTime(List<Attempt> attempts) {
        List<Attempt> byStart = attempts.stream()
                .filter(attempt -> attempt.answer().isPresent())
                .sorted(Comparator.comparingLong(Attempt::startedNanos))
                .toList();
        List<Attempt.Answer> byAnswer = byStart.stream()
                .map(attempt -> attempt.answer().orElseThrow())
                .sorted(Comparator.comparingLong(Attempt.Answer::nanos))
                .toList();
        long newestAnswered = 0;
        int answered = 0;
        for (Attempt attempt : byStart) {
            while (answered < byAnswer.size() && byAnswer.get(answered).nanos() < attempt.startedNanos()) {
                newestAnswered =
                        Math.max(newestAnswered, byAnswer.get(answered++).version());
            }
            long version = attempt.answer().orElseThrow().version();
            if (version <= newestAnswered) {
                violations.add(Identity.of(attempt) + " became version " + version + " although version "
                        + newestAnswered + " was acknowledged before it was sent");
            }
        }
    }

    private void subscriberSawEverything(String subscriber, List<Long> versions) {
        long expected = 2;
        for (long version : versions) {
            if (version != expected) {
                violations.add(subscriber + " was sent version " + version + " where " + expected + " belongs");
                return;
            }
            expected++;
        }
        if (expected != log.size() + 1L) {
            violations.add(subscriber + " was sent versions up to " + (expected - 1) + " of " + log.size());
        }
    }

    /** Were there ever two holders of a lock at once, the older would write after the newer. */
    private void fencesNeverGoBack() {
        long newest = 0;
        for (Operation operation : log) {
            long fence = Long.parseLong(operation.extra().getOrDefault(FENCE, "0"));
            if (fence > 0 && fence < newest) {
                violations.add("version " + operation.version() + " was written under fence " + fence
                        + " after one under " + newest);
            }
            newest = Math.max(newest, fence);
        }
    }
}
