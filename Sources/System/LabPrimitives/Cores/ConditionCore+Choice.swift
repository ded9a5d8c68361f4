extension ConditionCore {
  /// The threads that wait, the longest wait first: a snapshot.
  public func waitingOwners() -> [UInt32] {
    queue.locked(S.currentOwner) {
      var owners: [UInt32] = []
      var node = queue.first
      while let waiter = node {
        owners.append(waiter.owner)
        node = queue.next(after: waiter)
      }
      return owners
    }
  }

  /// Ends the wait of one particular thread: for steered runs, where the schedule says whom a signal wakes.
  /// - Parameters:
  ///   - owner: The thread.
  ///   - payload: What the waiter gets to know.
  /// - Returns: How many were woken: 0 or 1.
  public func signal(owner: UInt32, payload: UInt64 = 0) -> Int {
    queue.claiming(S.currentOwner) { list in
      var node = queue.first
      while let waiter = node {
        if waiter.owner == owner {
          list.claim(waiter, result: Self.signalled, payload: payload)
          return 1
        }
        node = queue.next(after: waiter)
      }
      return 0
    }
  }
}
