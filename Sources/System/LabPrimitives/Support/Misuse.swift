internal import LabPlatform

/// Ends the process with a sentence on standard error, in release builds as well.
///
/// Misuse of a primitive is a mistake in the program, of which no caller can make anything good.
@usableFromInline @inline(never)
func misuse(_ sentence: String) -> Never { fatalError(sentence) }

/// What a lock was asked for by somebody who may not.
@usableFromInline @inline(never)
func misuseOfUnlock(_ what: String, owner: UInt32) -> Never {
  let holder = owner == 0 ? "nobody holds it" : "owner is \(owner)"
  misuse("unlock of \(what) by thread \(CurrentThread.id), which does not hold it; \(holder)")
}

/// What a lock was asked for by somebody who may not.
@usableFromInline @inline(never)
func misuseOfLock(_ what: String, _ misuse: LockMisuse) -> Never {
  let thread = CurrentThread.id
  switch misuse {
  case .relockByOwner: LabPrimitives.misuse("lock of \(what) by thread \(thread), which holds it already")
  case .tooManyHolds: LabPrimitives.misuse("lock of \(what) by thread \(thread): too many holds")
  case .notOwner: LabPrimitives.misuse("\(what) is not held by thread \(thread)")
  case .nodeRequired: LabPrimitives.misuse("\(what) is shared by processes and needs a wait node")
  }
}

/// What a lock is destroyed with a holder.
@usableFromInline @inline(never)
func misuseOfDestroy(_ what: String, _ holder: String) -> Never {
  misuse("\(what) destroyed while \(holder)")
}
