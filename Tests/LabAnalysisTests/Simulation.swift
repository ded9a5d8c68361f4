import LabTrace

/// A random program under a random scheduler, recorded as the recorder would.
///
/// Every operation is cut where the recorder's is: a release takes its version and writes its event before its
/// effect, an acquire after; an atomic or a put has its effect before its event. Other threads may come in between.
/// A thread that cannot go on simply stays where it is. One seed, one log.
final class Simulation {
  /// How far an operation came.
  private enum Progress {
    case done, blocked
  }

  private typealias Step = () -> Progress

  private(set) var trace = Trace("random")
  private var random: SplitMix64
  private var threads: [ThreadID] = []
  private var steps: [[Step]] = []
  private var held: [[ObjectID]] = []
  private var isRunning: [Bool] = []
  private var exits: [EventReference] = []
  private var spawned: [Bool] = []

  private var variables: [ObjectID] = []
  private var regionVariables: [ObjectID] = []
  private var mutexes: [ObjectID] = []
  private var rwlocks: [ObjectID] = []
  private var semaphores: [ObjectID] = []
  private var conditions: [ObjectID] = []
  private var events: [ObjectID] = []
  private var buffers: [ObjectID] = []
  private var atomics: [ObjectID] = []
  private var barrier = ObjectID.none

  private var owner: [ObjectID: Int] = [:]
  private var readers: [ObjectID: Set<Int>] = [:]
  private var lastRelease: [ObjectID: EventReference] = [:]
  private var permits: [ObjectID: Int] = [:]
  private var waiting: [ObjectID: [Int]] = [:]
  private var wakeUps: [Int: EventReference] = [:]
  private var payload: [ObjectID: EventReference] = [:]
  private var items: [ObjectID: [EventReference]] = [:]
  private var slots: [ObjectID: [EventReference]] = [:]
  private var puts: [ObjectID: Int] = [:]
  private var gets: [ObjectID: Int] = [:]
  private var arrived: [Int] = []
  private var passes: [Int: EventReference] = [:]
  private var hiddenLock: Int?
  private var regions: UInt32 = 0

  init(seed: UInt64, events: Int) {
    random = SplitMix64(seed: seed)
    makeObjects()
    let count = 2 + below(4)
    for index in 0..<count { makeThread(isSpawned: index >= 2 && below(2) == 0) }
    var attempts = 0
    while trace.log.eventCount < events, attempts < 20 * events {
      attempts += 1
      let thread = below(threads.count)
      guard isRunning[thread] else { continue }
      if steps[thread].isEmpty { choose(thread) }
      if let step = steps[thread].first, step() == .done { steps[thread].removeFirst() }
    }
    drain()
  }

  /// Whoever is in the middle of an operation ends it if he can: no effect is left without its event.
  private func drain() {
    var isMoving = true
    while isMoving {
      isMoving = false
      for thread in threads.indices where isRunning[thread] {
        while let step = steps[thread].first, step() == .done {
          steps[thread].removeFirst()
          isMoving = true
        }
      }
    }
  }

  private func below(_ bound: Int) -> Int { Int(random.below(UInt64(bound))) }
  private func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

  private func makeObjects() {
    func many(_ name: String, _ kind: ObjectKind, _ count: Int, capacity: Int64 = 0) -> [ObjectID] {
      (0..<count).map { trace.object("\(name)\($0)", kind, capacity: capacity) }
    }
    variables = many("x", .variable, 1 + below(4))
    regionVariables = many("r", .variable, 1 + below(2))
    mutexes = many("m", .mutex, 1 + below(3))
    rwlocks = many("w", .rwlock, 1)
    semaphores = many("s", .semaphore, 1 + below(2))
    events = many("e", .event, 1)
    buffers = many("b", .buffer, 1, capacity: Int64(1 + below(2)))
    atomics = many("a", .atomic, 1 + below(2))
    conditions = [trace.object("c", .condition, of: mutexes[0])]
    barrier = trace.object("gate", .barrier, capacity: 2)
    for semaphore in semaphores { permits[semaphore] = below(2) }
  }

  private func makeThread(isSpawned: Bool) {
    threads.append(trace.actor("t\(threads.count)", isSpawned: isSpawned))
    steps.append([])
    held.append([])
    isRunning.append(!isSpawned)
    exits.append(.none)
    spawned.append(!isSpawned)
  }

  // MARK: choosing

  private func choose(_ thread: Int) {
    if !held[thread].isEmpty, below(3) == 0 { return unlock(thread, held[thread].removeLast()) }
    switch below(26) {
    case 0...4: plain(thread, pick(variables), isWrite: below(2) == 0)
    case 5, 6: plainOutside(thread, pick(regionVariables), isWrite: below(2) == 0)
    case 7, 8: region(thread)
    case 9, 10: lock(thread, pick(mutexes))
    case 11, 12: lockShared(thread, pick(rwlocks), isShared: below(2) == 0)
    case 13: post(thread, pick(semaphores))
    case 14: acquire(thread, pick(semaphores))
    case 15: below(2) == 0 ? set(thread, pick(events)) : reset(thread, pick(events))
    case 16: wait(thread, forEvent: pick(events))
    case 17: thread < 2 ? meet(thread) : plain(thread, pick(variables), isWrite: true)
    case 18: put(thread, pick(buffers))
    case 19: get(thread, pick(buffers))
    case 20, 21: atomic(thread, pick(atomics))
    case 22: waitOnCondition(thread, pick(conditions))
    case 23: wakeUp(thread, pick(conditions), isBroadcast: below(2) == 0)
    case 24: spawn(thread)
    default: below(4) == 0 ? exit(thread) : join(thread)
    }
  }

  /// An effect or a record that can always happen.
  private func always(_ body: @escaping () -> Void) -> Step {
    {
      body()
      return .done
    }
  }

  private func record(
    _ thread: Int, _ kind: EventKind, _ object: ObjectID = .none, _ value: Int64 = 0, flags: EventFlags = [],
    version: UInt32 = 0, cause: EventReference = .none
  ) -> EventReference {
    trace.add(
      threads[thread], kind, object, value, line: UInt32(1 + below(9)), flags: flags, version: version,
      cause: cause)
  }

  // MARK: memory

  private func plain(_ thread: Int, _ variable: ObjectID, isWrite: Bool) {
    steps[thread] = [
      always { [self] in _ = record(thread, isWrite ? .write : .read, variable, flags: .plain) }
    ]
  }

  /// Outside of all regions, but under the hidden lock while it lasts.
  private func plainOutside(_ thread: Int, _ variable: ObjectID, isWrite: Bool) {
    steps[thread] = [
      { [self] in
        if hiddenLock != nil { return .blocked }
        _ = record(thread, isWrite ? .write : .read, variable, flags: .plain)
        return .done
      }
    ]
  }

  private func region(_ thread: Int) {
    var number: UInt32 = 0
    let attempts = UInt32(1 + (below(4) == 0 ? below(9) : 0))
    steps[thread] = [
      { [self] in
        if hiddenLock != nil { return .blocked }
        hiddenLock = thread
        // Attempts of an await in vain use up numbers.
        regions += attempts
        number = regions
        return .done
      }
    ]
    for _ in 0...below(3) {
      let variable = pick(regionVariables)
      let isWrite = below(2) == 0
      steps[thread].append(
        always { [self] in
          _ = record(
            thread, isWrite ? .write : .read, variable, flags: [.plain, .insideAtomicBlock], version: number)
        })
    }
    steps[thread].append(always { [self] in hiddenLock = nil })
  }

  private func atomic(_ thread: Int, _ atomic: ObjectID) {
    let orders: [MemoryOrder]
    let kind: EventKind
    switch below(3) {
    case 0: (kind, orders) = (.read, [.relaxed, .acquiring, .sequentiallyConsistent])
    case 1: (kind, orders) = (.write, [.relaxed, .releasing, .sequentiallyConsistent])
    default: (kind, orders) = (.readModifyWrite, MemoryOrder.allCases)
    }
    let order = pick(orders)
    var version: UInt32 = 0
    var cause = EventReference.none
    steps[thread] = [
      always { [self] in
        if kind != .read { _ = trace.version(atomic) }
        version = trace.currentVersion(atomic)
        cause = lastRelease[atomic] ?? .none
        if kind != .read { lastRelease[atomic] = trace.next(threads[thread]) }
      },
      always { [self] in
        _ = record(thread, kind, atomic, flags: EventFlags(order: order), version: version, cause: cause)
      },
    ]
  }

  // MARK: locks

  private func lock(_ thread: Int, _ mutex: ObjectID, flags: EventFlags = []) {
    if flags.isEmpty, held[thread].contains(mutex) { return unlock(thread, remove(thread, mutex)) }
    steps[thread].append { [self] in
      if owner[mutex] != nil { return .blocked }
      owner[mutex] = thread
      return .done
    }
    steps[thread].append(
      always { [self] in
        held[thread].append(mutex)
        let version = trace.version(mutex)
        _ = record(
          thread, .lockAcquire, mutex, flags: flags, version: version, cause: lastRelease[mutex] ?? .none)
      })
  }

  private func remove(_ thread: Int, _ lock: ObjectID) -> ObjectID {
    held[thread].removeAll { $0 == lock }
    return lock
  }

  private func lockShared(_ thread: Int, _ lock: ObjectID, isShared: Bool) {
    if held[thread].contains(lock) { return unlock(thread, remove(thread, lock)) }
    steps[thread] = [
      { [self] in
        if owner[lock] != nil || !isShared && readers[lock]?.isEmpty == false { return .blocked }
        if isShared { readers[lock, default: []].insert(thread) } else { owner[lock] = thread }
        return .done
      },
      always { [self] in
        held[thread].append(lock)
        let version = trace.version(lock)
        _ = record(
          thread, .lockAcquire, lock, flags: isShared ? .shared : [], version: version,
          cause: lastRelease[lock] ?? .none)
      },
    ]
  }

  private func unlock(_ thread: Int, _ lock: ObjectID, flags: EventFlags = []) {
    let isShared = readers[lock]?.contains(thread) ?? false
    steps[thread] += [
      always { [self] in
        let version = trace.version(lock)
        let event = record(
          thread, .lockRelease, lock, flags: isShared ? .shared : flags, version: version)
        if !isShared { lastRelease[lock] = event }
      },
      always { [self] in
        if isShared { readers[lock]?.remove(thread) } else { owner[lock] = nil }
      },
    ]
  }

  // MARK: semaphores, events, barriers, buffers

  private func post(_ thread: Int, _ semaphore: ObjectID) {
    steps[thread] = [
      always { [self] in
        let version = trace.version(semaphore)
        lastRelease[semaphore] = record(thread, .semaphorePost, semaphore, 1, version: version)
      },
      always { [self] in permits[semaphore, default: 0] += 1 },
    ]
  }

  private func acquire(_ thread: Int, _ semaphore: ObjectID) {
    steps[thread] = [
      { [self] in
        if permits[semaphore] == 0 { return .blocked }
        permits[semaphore, default: 0] -= 1
        return .done
      },
      always { [self] in
        let version = trace.version(semaphore)
        // The cause may be a later post than the one that gave the permit.
        _ = record(
          thread, .semaphoreWaitEnd, semaphore, 1, version: version, cause: lastRelease[semaphore] ?? .none)
      },
    ]
  }

  private func set(_ thread: Int, _ event: ObjectID) {
    var written = EventReference.none
    steps[thread] = [
      always { [self] in
        let version = trace.version(event)
        written = record(thread, .eventSet, event, version: version)
      },
      always { [self] in payload[event] = written },
    ]
  }

  private func reset(_ thread: Int, _ event: ObjectID) {
    steps[thread] = [
      always { [self] in
        let version = trace.version(event)
        _ = record(thread, .eventReset, event, version: version)
      },
      always { [self] in payload[event] = nil },
    ]
  }

  private func wait(_ thread: Int, forEvent event: ObjectID) {
    var cause = EventReference.none
    steps[thread] = [
      { [self] in
        guard let found = payload[event] else { return .blocked }
        cause = found
        return .done
      },
      always { [self] in
        let version = trace.version(event)
        _ = record(thread, .eventWaitEnd, event, version: version, cause: cause)
      },
    ]
  }

  /// Only the first two threads use the barrier of two: rounds are then what they seem.
  private func meet(_ thread: Int) {
    var own = EventReference.none
    steps[thread] = [
      always { [self] in
        let version = trace.version(barrier)
        own = record(thread, .barrierArrive, barrier, version: version)
      },
      always { [self] in
        arrived.append(thread)
        if arrived.count == 2 {
          for member in arrived { passes[member] = own }
          arrived = []
        }
      },
      { [self] in
        guard let cause = passes[thread] else {
          if below(4) > 0 || !arrived.contains(thread) { return .blocked }
          arrived.removeAll { $0 == thread }
          let version = trace.version(barrier)
          _ = record(thread, .barrierPass, barrier, flags: .timedOut, version: version)
          return .done
        }
        passes[thread] = nil
        let version = trace.version(barrier)
        _ = record(thread, .barrierPass, barrier, version: version, cause: cause)
        return .done
      },
    ]
  }

  private func put(_ thread: Int, _ buffer: ObjectID) {
    var cause = EventReference.none
    var version: UInt32 = 0
    let capacity = Int(trace.log.object(buffer)?.capacity ?? 1)
    steps[thread] = [
      { [self] in
        if items[buffer, default: []].count == capacity { return .blocked }
        let slot = puts[buffer, default: 0] % capacity
        puts[buffer, default: 0] += 1
        if slots[buffer] == nil { slots[buffer] = Array(repeating: .none, count: capacity) }
        cause = slots[buffer]?[slot] ?? .none
        items[buffer, default: []].append(trace.next(threads[thread]))
        version = trace.version(buffer)
        return .done
      },
      always { [self] in _ = record(thread, .bufferPut, buffer, version: version, cause: cause) },
    ]
  }

  private func get(_ thread: Int, _ buffer: ObjectID) {
    var cause = EventReference.none
    var version: UInt32 = 0
    let capacity = Int(trace.log.object(buffer)?.capacity ?? 1)
    steps[thread] = [
      { [self] in
        guard let first = items[buffer]?.first else { return .blocked }
        items[buffer]?.removeFirst()
        cause = first
        slots[buffer]?[gets[buffer, default: 0] % capacity] = trace.next(threads[thread])
        gets[buffer, default: 0] += 1
        version = trace.version(buffer)
        return .done
      },
      always { [self] in _ = record(thread, .bufferGet, buffer, version: version, cause: cause) },
    ]
  }

  // MARK: conditions and threads

  private func waitOnCondition(_ thread: Int, _ condition: ObjectID) {
    let mutex = mutexes[0]
    guard held[thread].contains(mutex) else { return lock(thread, mutex) }
    steps[thread] = [
      always { [self] in
        let version = trace.version(condition)
        _ = record(thread, .conditionWaitBegin, condition, version: version)
      },
      always { [self] in waiting[condition, default: []].append(thread) },
    ]
    held[thread].removeAll { $0 == mutex }
    unlock(thread, mutex, flags: .byWait)
    steps[thread].append { [self] in
      guard let cause = wakeUps[thread] else { return .blocked }
      wakeUps[thread] = nil
      let version = trace.version(condition)
      _ = record(thread, .conditionWaitEnd, condition, version: version, cause: cause)
      return .done
    }
    lock(thread, mutex, flags: .byWait)
  }

  private func wakeUp(_ thread: Int, _ condition: ObjectID, isBroadcast: Bool) {
    var version: UInt32 = 0
    var woken: [Int] = []
    steps[thread] = [
      always { [self] in version = trace.version(condition) },
      always { [self] in
        woken = Array(waiting[condition, default: []].prefix(isBroadcast ? .max : 1))
        waiting[condition]?.removeFirst(woken.count)
        for waiter in woken { wakeUps[waiter] = trace.next(threads[thread]) }
      },
      always { [self] in
        _ = record(
          thread, isBroadcast ? .conditionBroadcast : .conditionSignal, condition, Int64(woken.count),
          version: version)
      },
    ]
  }

  private func spawn(_ thread: Int) {
    guard let other = spawned.firstIndex(of: false) else { return }
    spawned[other] = true
    var cause = EventReference.none
    steps[thread] = [
      always { [self] in cause = record(thread, .threadSpawn, .none, Int64(threads[other].rawValue)) },
      always { [self] in
        isRunning[other] = true
        steps[other] = [always { [self] in _ = record(other, .threadStart, cause: cause) }]
      },
    ]
  }

  private func exit(_ thread: Int) {
    guard held[thread].isEmpty, threads.count > 2 else { return }
    steps[thread] = [
      always { [self] in exits[thread] = record(thread, .threadExit) },
      always { [self] in isRunning[thread] = false },
    ]
  }

  private func join(_ thread: Int) {
    guard let other = exits.indices.first(where: { $0 != thread && exits[$0] != .none && !isRunning[$0] })
    else {
      return
    }
    steps[thread] = [
      always { [self] in
        _ = record(thread, .joinEnd, .none, Int64(threads[other].rawValue), cause: exits[other])
      }
    ]
  }
}
