import LabLanguage
import LabSemantics

/// Arrival order at fair locks.
///
/// An actor arrives when it comes to the lock and has to wait; actors that stand at a free lock when another one
/// takes it arrive at that moment, together.
extension ControlledProgram {
  /// An actor has come to a point: if that is a fair lock that it must wait for, it queues.
  func arrive(_ actor: Int, _ state: UnsafeMutableRawPointer) {
    let point = point(of: actor, state)
    guard point.pointee.attributes & 8 != 0 else { return }
    let isShared: Bool
    switch point.pointee.opcode {
    case .mutexLock:
      let element = element(point, actor, state)
      guard element >= 0 else { return }
      let record = state + offset(point, element)
      if mutex(point).mustQueue(actor, record) { mutex(point).arrive(set(actor), record) }
      return
    case .rwlockLockRead: isShared = true
    case .rwlockLockWrite: isShared = false
    default: return
    }
    let element = element(point, actor, state)
    guard element >= 0 else { return }
    let record = state + offset(point, element)
    if rwlock(point).mustQueue(actor, isShared: isShared, record) {
      rwlock(point).arrive(set(actor), writers: isShared ? ActorMask() : set(actor), record)
    }
  }

  private func set(_ actor: Int) -> ActorMask {
    var mask = ActorMask()
    mask.insert(actor)
    return mask
  }

  /// A fair mutex was taken: everybody who stands at it has to wait from now on.
  func queueAtMutex(_ machine: MutexMachine, _ cell: Int, _ state: UnsafeMutableRawPointer) {
    guard machine.attributes.contains(.fair) else { return }
    var standing = ActorMask()
    for actor in 0..<actorCount where stands(actor, atMutex: cell, state) {
      if machine.mustQueue(actor, state + cell) { standing.insert(actor) }
    }
    if !standing.isEmpty { machine.arrive(standing, state + cell) }
  }

  /// A waiter was woken: it needs the mutex again, and may have to wait for it.
  func arriveAfterWake(_ actor: Int, _ state: UnsafeMutableRawPointer) {
    let point = point(of: actor, state)
    let machine = conditionMutex(point)
    guard machine.attributes.contains(.fair), point.pointee.opcode == .conditionReacquire else { return }
    let record = state + mutexOffset(point, element(point, actor, state))
    if machine.mustQueue(actor, record) { machine.arrive(set(actor), record) }
  }

  private func stands(_ actor: Int, atMutex cell: Int, _ state: UnsafeRawPointer) -> Bool {
    let point = point(of: actor, state)
    guard point.pointee.opcode == .mutexLock || point.pointee.opcode == .conditionReacquire,
      place(of: actor, state) >= LifePoint.count
    else { return false }
    let element = element(point, actor, state)
    guard element >= 0 else { return false }
    if point.pointee.opcode == .mutexLock { return offset(point, element) == cell }
    return mutexOffset(point, element) == cell
      && !condition.isWaiting(actor, state + offset(point, element))
  }

  /// A fair rwlock was taken: those who stand at it and may not come in too have to wait from now on.
  func queueAtRWLock(_ machine: RWLockMachine, _ cell: Int, _ state: UnsafeMutableRawPointer) {
    guard machine.isFair else { return }
    var standing = ActorMask()
    var writers = ActorMask()
    var mustWait = false
    for actor in 0..<actorCount {
      let point = point(of: actor, state)
      let isShared = point.pointee.opcode == .rwlockLockRead
      guard isShared || point.pointee.opcode == .rwlockLockWrite else { continue }
      let element = element(point, actor, state)
      guard element >= 0, offset(point, element) == cell else { continue }
      standing.insert(actor)
      if !isShared { writers.insert(actor) }
      if machine.mustQueue(actor, isShared: isShared, state + cell) { mustWait = true }
    }
    if mustWait { machine.arrive(standing, writers: writers, state + cell) }
  }
}
