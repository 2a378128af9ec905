// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/**
 * Counts over all documents of a store, and over the subscriptions of one manager.
 *
 * @param documents documents that are not deleted
 * @param activeDocuments those that can be edited
 * @param archivedDocuments those that are archived
 * @param operations committed operations of documents that are not deleted
 * @param conflicts recorded conflicts of documents that are not deleted
 * @param activeLocks leases in force
 * @param activeSubscribers subscriptions through this manager
 */
public record StateSyncStats(
        long documents,
        long activeDocuments,
        long archivedDocuments,
        long operations,
        long conflicts,
        long activeLocks,
        long activeSubscribers) {}
