import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

/// Recognises deadlocks of a running child from outside: at once, and never falsely.
///
/// A set of actors is deadlocked when each waits, without deadline, for something that only members of the set
/// could bring about. The proof needs two looks at the status pages with every epoch unchanged, and between them:
/// a moment at which all blocked threads sleep in the kernel at once (a thread that was woken, or has what it
/// asked for and only not yet said so, is runnable there), the words of the primitives agreeing that nothing is
/// to be had, and each actor that looks again and again (`await`, spin loops) through at least two complete
/// looks while no shared value changed.
struct DeadlockDetector {
  /// Who is stuck, and whether everybody is who has not finished.
  struct Verdict: Equatable {
    var members: [Int]
    var isTotal: Bool
  }

  private let program: Program
  private let view: ArenaView
  private let readers: [ThreadStatusReader]
  private let wakes: WakeTable
  private let process: Int32
  /// The most time that the proof waits for spinning actors to come round twice.
  private static let patience: Int64 = 200_000_000

  init(program: Program, view: ArenaView, readers: [ThreadStatusReader], process: Int32) {
    self.program = program
    self.view = view
    self.readers = readers
    self.process = process
    wakes = WakeTable(program)
  }

  /// One look; nil if nobody is provably stuck.
  func look() -> Verdict? {
    guard view.control.isGateOpen, view.control.outcome == nil else { return nil }
    let first = Situation(readers)
    let stuck = stuckSet(first)
    guard stuck.contains(where: { !program.actors[$0].isDaemon }) else { return nil }
    let sleepers = stuck.filter { !first.isLooking($0) }
    let isSomeoneLooking = sleepers.count < stuck.count
    let values = isSomeoneLooking ? view.values() : []
    guard let sleeps = sleepCounts(sleepers), haveNothing(sleepers, first),
      haveLookedTwice(stuck, since: first)
    else { return nil }
    if isSomeoneLooking, view.values() != values { return nil }
    // Nobody woke between his first count and his second, and all first ones were taken before all second ones:
    // in between there was a moment at which they all slept.
    guard sleepCounts(sleepers) == sleeps else { return nil }
    let second = Situation(readers)
    guard stuck.allSatisfy({ second.isUnchanged($0, since: first) }) else { return nil }
    // Whoever was overlooked by the first look is seen now: only one that was running could have started it.
    let isTotal = unfinished().allSatisfy(stuck.contains)
    return isTotal || stuckSet(second) == stuck ? Verdict(members: stuck, isTotal: isTotal) : nil
  }

  /// Whoever can still do something: an actor that has said that it ends has yet to wake those who join it.
  private func unfinished() -> [Int] {
    program.actors.indices.filter { view.control.hasStarted($0) && !view.control.hasFinished($0) }
  }

  // MARK: the set

  /// The largest set of waiting actors none of whom can be freed by anybody outside it.
  private func stuckSet(_ situation: Situation) -> [Int] {
    let alive = unfinished()
    var stuck = alive.filter(situation.isWaiting)
    if stuck.count == alive.count { return stuck }
    // What somebody looks at could be changed by anyone who runs.
    stuck.removeAll(where: situation.isLooking)
    while true {
      let outside = alive.filter { !stuck.contains($0) }
      let spawnable = outside.contains(where: wakes.maySpawn) ? notStarted() : []
      let kept = stuck.filter { actor in !canBeFreed(actor, by: outside + spawnable, situation) }
      if kept.count == stuck.count { return stuck }
      stuck = kept
    }
  }

  private func notStarted() -> [Int] { program.actors.indices.filter { !view.control.hasStarted($0) } }

  private func canBeFreed(_ actor: Int, by outside: [Int], _ situation: Situation) -> Bool {
    guard let (object, index) = situation.object(actor, in: program) else {
      let target = Int(situation.statuses[actor].amount)
      return view.control.hasFinished(target) || outside.contains(target)
    }
    let wakers = outside.filter { wakes.actor($0, mayWake: object) }
    guard program.objects[object].kind == .mutex else { return !wakers.isEmpty }
    let owner = Int32(bitPattern: view.owner(object, index))
    // A fair mutex belongs to its heir before the heir is woken.
    let isHeir = program.objects[object].attributes.contains(.fair) && owner == readers[actor].threadID
    return owner == 0 || wakers.contains { isHeir || readers[$0].threadID == owner }
  }

  // MARK: the proof

  /// How often each of these threads has fallen asleep; nil if one of them is awake.
  private func sleepCounts(_ sleepers: [Int]) -> [UInt64]? {
    var counts: [UInt64] = []
    for actor in sleepers {
      guard let count = ProcessTable.sleepCount(ofThread: readers[actor].threadID, of: process) else {
        return nil
      }
      counts.append(count)
    }
    return counts
  }

  /// Whether the words of the primitives say that no member can go on.
  private func haveNothing(_ sleepers: [Int], _ situation: Situation) -> Bool {
    sleepers.allSatisfy { actor in
      let status = situation.statuses[actor]
      guard let (object, index) = situation.object(actor, in: program) else {
        return !view.control.hasFinished(Int(status.amount))
      }
      let opcode = instruction(actor, status)?.opcode
      return view.wouldBlock(object, index, amount: Int(status.amount), opcode: opcode)
    }
  }

  private func instruction(_ actor: Int, _ status: ThreadStatus) -> Instruction? {
    let code = program.codes[program.actors[actor].code].instructions
    let counter = Int(status.counter)
    return code.indices.contains(counter) ? code[counter] : nil
  }

  /// Waits until every looking actor has begun and ended a look after the first situation.
  private func haveLookedTwice(_ stuck: [Int], since first: Situation) -> Bool {
    let looking = stuck.filter(first.isLooking)
    let end = Deadline.after(nanoseconds: Self.patience)
    while true {
      let now = Situation(readers)
      guard looking.allSatisfy({ now.isUnchanged($0, since: first) }) else { return false }
      if looking.allSatisfy({ now.statuses[$0].checks >= first.statuses[$0].checks + 2 }) { return true }
      if end.hasPassed { return false }
      NativeThread.sleep(until: .after(nanoseconds: 200_000))
    }
  }
}
