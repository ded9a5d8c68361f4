import LabTrace

/// Fills the guard table, and finds accesses that go past a declared guard.
struct GuardAnalysis {
  let table: GuardTable
  private let log: EventLog
  private var violations: [Violation] = []

  /// Accesses at one place without the declared guard.
  private struct Violation {
    var object: ObjectID
    var entry: LockedAccesses.Entry
    var guardian: ObjectID
    /// An access that did hold the guard, by another thread if there is one.
    var proper: LockedAccesses.Entry?
    var held: [LocksetTree.Element]
    var count: Int
  }

  init(_ log: EventLog, _ survey: LockSurvey, _ forkJoin: ForkJoinOrder) {
    self.log = log
    var rows: [GuardTable.Row] = []
    for object in log.objects.indices where log.objects[object].kind.isMemory {
      let entries = survey.accesses.entries(of: object)
      guard !entries.isEmpty else { continue }
      let id = ObjectID(rawValue: UInt32(object + 1))
      let isShared = Self.sharedEntries(entries, forkJoin)
      rows.append(Self.row(id, log.objects[object], entries, isShared, survey.tree))
      let guardian = log.objects[object].companion
      if guardian != .none {
        let shared = entries.indices.filter { isShared[$0] }.map { entries[$0] }
        violations += Self.violations(id, guardian, shared, survey.tree)
      }
    }
    table = GuardTable(rows: rows)
  }

  // MARK: the table

  /// Which entries some other thread's access may come near.
  private static func sharedEntries(_ entries: [LockedAccesses.Entry], _ forkJoin: ForkJoinOrder) -> [Bool] {
    var segments: [ForkJoinOrder.Segment] = []
    for entry in entries {
      let segment = ForkJoinOrder.Segment(thread: Int(entry.thread), number: Int(entry.segment))
      if segments.last != segment { segments.append(segment) }
    }
    // All pairs; where there are too many to look at, take them all for shared.
    var isShared: Set<ForkJoinOrder.Segment> = []
    if segments.count > 512 {
      isShared = Set(segments)
    } else {
      for (index, left) in segments.enumerated() {
        for right in segments[..<index] where forkJoin.areConcurrent(left, right) {
          isShared.insert(left)
          isShared.insert(right)
        }
      }
    }
    return entries.map { isShared.contains(.init(thread: Int($0.thread), number: Int($0.segment))) }
  }

  private static func row(
    _ id: ObjectID, _ info: ObjectInfo, _ entries: [LockedAccesses.Entry], _ isShared: [Bool],
    _ tree: LocksetTree
  ) -> GuardTable.Row {
    var row = GuardTable.Row(
      object: id, declared: info.companion, reads: 0, writes: 0, threads: Set(entries.map(\.thread)).count,
      shared: 0, unlocked: 0, inRegions: 0, locks: [], inferred: [])
    var locks: [ObjectID: GuardTable.Lock] = [:]
    var inferred: Set<ObjectID>?
    for (entry, isShared) in zip(entries, isShared) {
      if entry.isWrite { row.writes += entry.count } else { row.reads += entry.count }
      guard isShared else { continue }
      row.shared += entry.count
      if entry.isInside { row.inRegions += entry.count }
      let held = strongest(tree.elements(Int(entry.node)))
      if held.isEmpty, !entry.isInside { row.unlocked += entry.count }
      for element in held {
        locks[element.object, default: .init(lock: element.object, accesses: 0, asReader: 0)].accesses +=
          entry.count
        if element.isShared { locks[element.object]?.asReader += entry.count }
      }
      let protecting = Set(held.filter { !(entry.isWrite && $0.isShared) }.map(\.object))
      inferred = inferred.map { $0.intersection(protecting) } ?? protecting
    }
    row.locks = locks.values.sorted { ($1.accesses, $0.lock) < ($0.accesses, $1.lock) }
    row.inferred = (inferred ?? []).sorted()
    return row
  }

  /// Each lock once, exclusive if it is held exclusively at any level.
  private static func strongest(_ elements: [LocksetTree.Element]) -> [LocksetTree.Element] {
    var result: [LocksetTree.Element] = []
    for element in elements {
      if let index = result.firstIndex(where: { $0.object == element.object }) {
        result[index].isShared = result[index].isShared && element.isShared
      } else {
        result.append(element)
      }
    }
    return result
  }

  // MARK: declared guards

  private static func violations(
    _ id: ObjectID, _ guardian: ObjectID, _ shared: [LockedAccesses.Entry], _ tree: LocksetTree
  ) -> [Violation] {
    func isProper(_ entry: LockedAccesses.Entry) -> Bool {
      strongest(tree.elements(Int(entry.node))).contains {
        $0.object == guardian && !(entry.isWrite && $0.isShared)
      }
    }
    var result: [Violation] = []
    for entry in shared where !isProper(entry) {
      if let known = result.firstIndex(where: {
        $0.entry.site == entry.site && $0.entry.isWrite == entry.isWrite
      }) {
        result[known].count += entry.count
        continue
      }
      let proper = shared.first { isProper($0) && $0.thread != entry.thread } ?? shared.first(where: isProper)
      result.append(
        Violation(
          object: id, entry: entry, guardian: guardian, proper: proper, held: tree.elements(Int(entry.node)),
          count: entry.count))
    }
    return result
  }

  /// One finding for each line and declaration; lines where a race on the same declaration was found are left out.
  func findings(races: [Finding]) -> [Finding] {
    let raced = Set(races.flatMap { $0.sides.map(place) })
    let events = violations.flatMap { violation in
      [reference(violation.entry)] + (violation.proper.map { [reference($0)] } ?? [])
    }
    let contexts = AccessContexts(log, of: events)
    var result: [Finding] = []
    for violation in violations {
      let finding = finding(violation, contexts)
      if raced.contains(place(finding.sides[0])) { continue }
      if let known = result.firstIndex(where: { $0.fingerprint == finding.fingerprint }) {
        result[known].count += finding.count
      } else {
        result.append(finding)
      }
    }
    return result
  }

  private func place(_ side: Side) -> String {
    "\(log.declarationName(side.object)) at \(log.linePlace(side.site))"
  }

  private func finding(_ violation: Violation, _ contexts: AccessContexts) -> Finding {
    let name = log.objectName(violation.object)
    let lock = log.objectName(violation.guardian)
    let row = table.row(of: violation.object)
    let held = row?.locks.first { $0.lock == violation.guardian }?.accesses ?? 0
    let isReader = violation.held.contains { $0.object == violation.guardian }
    var sides = [side(violation.entry, violation.object, contexts)]
    if let proper = violation.proper { sides.append(side(proper, violation.object, contexts)) }
    let actor = log.actorName(sides[0].actor)
    let how = isReader ? "holding \(lock) only as a reader" : "without \(lock)"
    return Finding(
      kind: .guardViolation, confidence: .witnessed,
      claim: "\(actor) \(sides[0].action) \(name) \(how), its declared guard",
      sides: sides,
      reasons: [
        "\(name) is declared guarded by \(lock), held at \(held) of \(row?.shared ?? 0) accesses while shared",
        "in this run something else ordered the accesses; nothing says that it always does",
      ],
      fix: isReader
        ? "take \(lock) for writing around it: with write \(lock) { … }"
        : "take \(lock) around it: with \(log.objectKind(violation.guardian) == .rwlock ? "read|write " : "")\(lock) { … }",
      term: "guard", schedule: log.run.schedule,
      fingerprint: Fingerprint.of(["guard", place(sides[0])]), count: violation.count)
  }

  private func reference(_ entry: LockedAccesses.Entry) -> EventReference {
    EventReference(thread: ThreadID(rawValue: UInt32(entry.thread)), sequence: entry.first)
  }

  private func side(_ entry: LockedAccesses.Entry, _ object: ObjectID, _ contexts: AccessContexts) -> Side {
    let event = reference(entry)
    return Side(
      actor: event.thread, action: entry.isWrite ? "writes" : "reads", object: object, site: entry.site,
      event: event, locksHeld: contexts[event].held, lastSynchronisation: contexts[event].lastSynchronisation)
  }
}
