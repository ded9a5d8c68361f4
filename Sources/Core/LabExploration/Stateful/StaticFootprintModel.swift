/// A model that knows beforehand what its actors may still touch: what persistent sets need.
@usableFromInline
package protocol StaticFootprintModel: Model {
  /// Objects are numbered below this.
  var objectCount: Int { get }

  /// The actors whose end nobody waits for: an execution ends without them.
  var daemons: ActorSet { get }

  /// All that an actor may touch from its present position on, its next step included: a superset is sound.
  ///
  /// Also what the actors may touch that it may yet spawn, for those that have not started are not asked. What a
  /// step touches besides its `accesses` belongs here too: where an actor finishes or crashes it writes whatever
  /// a `join` of it reads, and a crash writes the robust mutexes it may hold.
  func futureAccesses(of actor: Int, _ state: UnsafeRawPointer) -> Footprint
}

/// Sets of objects as bits, in as many words as 64 objects each need; valid as long as the model.
@usableFromInline
package struct Footprint: BitwiseCopyable {
  @usableFromInline package let reads: UnsafePointer<UInt64>
  @usableFromInline package let writes: UnsafePointer<UInt64>

  @inlinable
  package init(reads: UnsafePointer<UInt64>, writes: UnsafePointer<UInt64>) {
    self.reads = reads
    self.writes = writes
  }

  /// Whether one of some accesses is dependent on something in here.
  @inlinable
  package func conflicts(with accesses: UnsafeBufferPointer<Access>, writesOnly: Bool) -> Bool {
    for access in accesses {
      let word = Int(access.object / 64)
      let bits = access.isWrite && !writesOnly ? writes[word] | reads[word] : writes[word]
      if bits >> UInt64(access.object % 64) & 1 != 0 { return true }
    }
    return false
  }
}
