// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.grpc.v1.AcquireLockRequest;
import io.aetherflow.grpc.v1.DocumentLock;
import io.aetherflow.grpc.v1.IsLockedRequest;
import io.aetherflow.grpc.v1.IsLockedResponse;
import io.aetherflow.grpc.v1.ReleaseLockRequest;
import io.aetherflow.grpc.v1.RenewLockRequest;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks over a socket. */
class LockServiceTest {
    private final TestServer server = TestServer.start();
    private String docId;

    @BeforeEach
    void create() {
        docId = server.as("ann")
                .createDocument(Requests.sharedText(""))
                .getDocument()
                .getInfo()
                .getDocId();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void lockIsLeasedForAsLongAsAskedOrTheDefault() {
        assertThat(leaseOf(acquire("bob"))).isEqualTo(TestServer.DEFAULT_LEASE);
        DocumentLock asked = server.as("bob")
                .acquireLock(AcquireLockRequest.newBuilder()
                        .setDocId(docId)
                        .setLease(Wire.duration(Duration.ofMinutes(2)))
                        .build())
                .getLock();
        assertThat(asked.getUserId()).isEqualTo("bob");
        assertThat(asked.getSessionId()).isEqualTo("bob-session");
        assertThat(leaseOf(asked)).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void heldLockIsShownToReadersUntilItIsReleased() {
        DocumentLock lock = acquire("bob");
        assertThat(isLocked())
                .isEqualTo(IsLockedResponse.newBuilder()
                        .setLocked(true)
                        .setLock(lock)
                        .build());

        server.as("bob")
                .releaseLock(ReleaseLockRequest.newBuilder()
                        .setDocId(docId)
                        .setLockId(lock.getLockId())
                        .build());
        assertThat(isLocked()).isEqualTo(IsLockedResponse.getDefaultInstance());
    }

    @Test
    void renewedLockIsTheSameLeasePutOff() {
        DocumentLock lock = acquire("bob");
        DocumentLock renewed = server.as("bob")
                .renewLock(RenewLockRequest.newBuilder()
                        .setDocId(docId)
                        .setLockId(lock.getLockId())
                        .setLease(Wire.duration(Duration.ofMinutes(2)))
                        .build())
                .getLock();
        assertThat(renewed.getLockId()).isEqualTo(lock.getLockId());
        assertThat(renewed.getFence()).isEqualTo(lock.getFence());
        assertThat(expiry(renewed)).isAfter(expiry(lock));
    }

    @Test
    void editsOfOthersAreRefusedWithHolderAndExpiry() {
        DocumentLock lock = acquire("bob");
        Map<String, String> details = Map.of(
                "doc_id", docId, "holder", "bob", "expires_at", expiry(lock).toString());
        refused(
                () -> server.as("ann").applyOperation(Requests.edit(docId, "a1", 1, 1, "[\"x\"]")),
                "DOCUMENT_LOCKED",
                details);
        refused(() -> acquire("ann"), "DOCUMENT_LOCKED", details);
        refused(
                () -> server.as("bob", "his-other-tab").applyOperation(Requests.edit(docId, "b1", 1, 1, "[\"x\"]")),
                "DOCUMENT_LOCKED",
                details);
    }

    @Test
    void holderEdits() {
        acquire("bob");
        assertThat(server.as("bob")
                        .applyOperation(Requests.edit(docId, "b1", 1, 1, "[\"x\"]"))
                        .getResult()
                        .getOperation()
                        .getVersion())
                .isEqualTo(2);
    }

    @Test
    void lockOfAnotherIsNotHeld() {
        String lockId = acquire("bob").getLockId();
        Map<String, String> details = Map.of("doc_id", docId, "lock_id", lockId);
        refused(
                () -> server.as("ann")
                        .releaseLock(ReleaseLockRequest.newBuilder()
                                .setDocId(docId)
                                .setLockId(lockId)
                                .build()),
                "LOCK_NOT_HELD",
                details);
        refused(
                () -> server.as("ann")
                        .renewLock(RenewLockRequest.newBuilder()
                                .setDocId(docId)
                                .setLockId(lockId)
                                .build()),
                "LOCK_NOT_HELD",
                details);
    }

    private DocumentLock acquire(String userId) {
        return server.as(userId)
                .acquireLock(AcquireLockRequest.newBuilder().setDocId(docId).build())
                .getLock();
    }

    private IsLockedResponse isLocked() {
        return server.as("vera")
                .isLocked(IsLockedRequest.newBuilder().setDocId(docId).build());
    }

    private static java.time.Instant expiry(DocumentLock lock) {
        return Wire.instant("expires_at", lock.getExpiresAt());
    }

    private static Duration leaseOf(DocumentLock lock) {
        return Duration.between(Wire.instant("acquired_at", lock.getAcquiredAt()), expiry(lock));
    }

    private static void refused(ThrowingCallable call, String reason, Map<String, String> details) {
        Failure failure = Failure.of(call);
        assertThat(failure)
                .isEqualTo(new Failure(
                        Code.FAILED_PRECONDITION, failure.message(), StatusMapping.DOMAIN, reason, details));
    }
}
