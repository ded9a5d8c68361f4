import LabTrace

/// Hand-built logs of the classics.
enum SampleLogs {
  static func abba() -> EventLog {
    var log = LogBuilder("abba-deadlock")
    let left = log.actor("left")
    let right = log.actor("right")
    let a = log.object("a", .mutex)
    let b = log.object("b", .mutex)
    let leftA = log.site(8, 15, "with a")
    let leftB = log.site(8, 24, "with b")
    let rightB = log.site(9, 15, "with b")
    let rightA = log.site(9, 24, "with a")
    log.start(left, right)
    log.add(left, .lockAcquire, a, at: leftA, hasVersion: true)
    log.add(right, .lockAcquire, b, at: rightB, hasVersion: true)
    let leftWait = log.add(left, .lockRequest, b, at: leftB)
    let rightWait = log.add(right, .lockRequest, a, at: rightA)
    log.stop(left, right)
    log.add(.lab, .verdict, .none, RunVerdict.deadlock.rawValue, after: 2_000_000)
    log.verdict(.deadlock, message: b, cause: leftWait)
    log.verdict(.deadlock, message: a, cause: rightWait)
    return log.log
  }

  /// The bounded buffer whose consumer tests with `if`: a controlled run up to the underflow.
  static func boundedBufferIf() -> EventLog {
    var log = LogBuilder("bounded-buffer-if", mode: .controlled)
    let consumer0 = log.actor("consumer[0]")
    let producer0 = log.actor("producer[0]")
    let consumer1 = log.actor("consumer[1]")
    let m = log.object("m", .mutex)
    let notEmpty = log.object("notEmpty", .condition, companion: m)
    let notFull = log.object("notFull", .condition, companion: m)
    let count = log.object("count", .variable)
    let take = log.site(14, 43, "with m")
    let test = log.site(15, 8, "count == 0")
    let wait = log.site(15, 21, "notEmpty.wait()")
    let less = log.site(16, 5, "count -= 1")
    let check = log.site(16, 17, "assert count >= 0")
    let give = log.site(10, 43, "with m")
    let more = log.site(12, 5, "count += 1")
    let signal = log.site(13, 5, "notEmpty.signal()")
    let signalFull = log.site(17, 5, "notFull.signal()")
    log.start(consumer0, producer0, consumer1)
    log.add(consumer0, .lockAcquire, m, at: take, hasVersion: true)
    log.add(consumer0, .read, count, 0, at: test, flags: .plain)
    log.add(consumer0, .conditionWaitBegin, notEmpty, at: wait)
    let freed = log.add(consumer0, .lockRelease, m, at: wait, flags: .byWait, hasVersion: true)
    log.add(producer0, .lockAcquire, m, at: give, cause: freed, hasVersion: true)
    log.add(producer0, .read, count, 0, at: more, flags: .plain)
    log.add(producer0, .write, count, 1, at: more, flags: .plain)
    let woke = log.add(producer0, .conditionSignal, notEmpty, at: signal)
    let given = log.add(producer0, .lockRelease, m, at: give, hasVersion: true)
    log.exit(producer0)
    log.add(consumer0, .conditionWaitEnd, notEmpty, at: wait, cause: woke)
    log.add(consumer1, .lockAcquire, m, at: take, cause: given, hasVersion: true)
    log.add(consumer1, .read, count, 1, at: test, flags: .plain)
    log.add(consumer1, .read, count, 1, at: less, flags: .plain)
    log.add(consumer1, .write, count, 0, at: less, flags: .plain)
    log.add(consumer1, .conditionSignal, notFull, at: signalFull)
    let taken = log.add(consumer1, .lockRelease, m, at: take, hasVersion: true)
    log.exit(consumer1)
    log.add(consumer0, .lockAcquire, m, at: wait, flags: .byWait, cause: taken, hasVersion: true)
    log.add(consumer0, .read, count, 0, at: less, flags: .plain)
    log.add(consumer0, .write, count, -1, at: less, flags: .plain)
    let last = log.add(consumer0, .read, count, -1, at: check, flags: .plain)
    log.stop(consumer0)
    let message = log.string("underflow: took an item that was not there")
    log.verdict(.failure, message: message, at: check, cause: last)
    return log.log
  }

  /// Two threads, `rounds` rounds each: the first alone, then in turns, then each other's updates lost.
  static func lostUpdate(rounds: Int) -> EventLog {
    var log = LogBuilder("lost-update")
    let worker0 = log.actor("worker[0]")
    let worker1 = log.actor("worker[1]")
    let counter = log.object("counter", .variable)
    let site = log.site(7, 36, "counter = counter + 1")
    var value: Int64 = 0
    func round(_ log: inout LogBuilder, _ worker: ThreadID, read: Int64) {
      log.add(worker, .read, counter, read, at: site, flags: .plain, after: 20)
      log.add(worker, .write, counter, read + 1, at: site, flags: .plain, after: 20)
    }
    log.start(worker0)
    for _ in 0..<rounds / 2 {
      round(&log, worker0, read: value)
      value += 1
    }
    log.start(worker1)
    for _ in 0..<rounds / 2 {
      log.add(worker0, .read, counter, value, at: site, flags: .plain, after: 20)
      round(&log, worker1, read: value)
      value += 1
      log.add(worker0, .write, counter, value, at: site, flags: .plain, after: 20)
    }
    for _ in 0..<rounds / 2 {
      round(&log, worker1, read: value)
      value += 1
    }
    log.exit(worker0, worker1)
    log.verdict(.completed)
    return log.log
  }

  /// Two threads that switch at random, as on two processors.
  static func irregularUpdates(rounds: Int, seed: UInt64) -> EventLog {
    var log = LogBuilder("lost-update")
    let workers = [log.actor("worker[0]"), log.actor("worker[1]")]
    let counter = log.object("counter", .variable)
    let site = log.site(7, 36, "counter = counter + 1")
    var random = SplitMix64(seed: seed)
    var value: Int64 = 0
    var read: [Int64?] = [nil, nil]
    var left = [rounds, rounds]
    log.start(workers[0], workers[1])
    while left[0] + left[1] > 0 {
      var turn = Int(random.below(2))
      if left[turn] == 0 { turn = 1 - turn }
      if let seen = read[turn] {
        value = seen + 1
        read[turn] = nil
        left[turn] -= 1
        log.add(workers[turn], .write, counter, value, at: site, flags: .plain, after: 20)
      } else {
        read[turn] = value
        log.add(workers[turn], .read, counter, value, at: site, flags: .plain, after: 20)
      }
    }
    log.exit(workers[0], workers[1])
    return log.log
  }

  /// A process that was killed while others waited for what it held.
  static func killedWhileWaiting() -> EventLog {
    var log = LogBuilder("shm-ring-crash")
    let producer = log.actor("producer")
    let consumer = log.actor("consumer")
    let m = log.object("m", .mutex)
    let items = log.object("items", .semaphore, initial: 0)
    let head = log.object("head", .variable)
    let lock = log.site(12, 22, "m.lock()")
    let acquire = log.site(16, 9, "items.acquire()")
    let write = log.site(13, 9, "head += 1")
    log.add(producer, .processStart)
    log.add(consumer, .processStart)
    log.add(consumer, .semaphoreWaitBegin, items, 1, at: acquire)
    log.add(producer, .lockAcquire, m, at: lock, hasVersion: true)
    let last = log.add(producer, .write, head, 1, at: write, flags: .plain)
    log.stop(producer, consumer)
    log.lose(3, of: producer)
    log.note("producer: the last record was half written and is left out")
    log.verdict(.died, cause: last)
    return log.log
  }

  static func readersAndWriter() -> EventLog {
    var log = LogBuilder("readers-writers")
    let reader0 = log.actor("reader[0]")
    let reader1 = log.actor("reader[1]")
    let writer = log.actor("writer")
    let lock = log.object("lock", .rwlock)
    let x = log.object("x", .variable, initial: 5)
    let read = log.site(8, 22, "with read lock")
    let write = log.site(6, 22, "with write lock")
    log.start(reader0, reader1, writer)
    log.add(reader0, .lockAcquire, lock, at: read, flags: .shared, hasVersion: true)
    log.add(reader1, .lockAcquire, lock, at: read, flags: .shared, hasVersion: true)
    log.add(writer, .lockRequest, lock, at: write)
    log.add(reader0, .read, x, 5, at: log.site(8, 40, "local a = x"), flags: .plain)
    log.add(reader0, .lockRelease, lock, at: read, flags: .shared, hasVersion: true)
    let last = log.add(reader1, .lockRelease, lock, at: read, flags: .shared, hasVersion: true)
    log.add(writer, .lockAcquire, lock, at: write, cause: last, hasVersion: true)
    log.add(writer, .write, x, 6, at: log.site(6, 40, "x += 1"), flags: .plain)
    log.add(writer, .lockRelease, lock, at: write, hasVersion: true)
    log.exit(reader0, reader1, writer)
    log.verdict(.completed)
    return log.log
  }

  /// Semaphore, barrier, buffer, event, section, marks, sleep, join: something of everything else.
  static func mixture() -> EventLog {
    var log = LogBuilder("mixture")
    let main = log.actor("main")
    let worker = log.actor("worker")
    let slots = log.object("slots", .semaphore, initial: 1)
    let gate = log.object("gate", .barrier, capacity: 2)
    let queue = log.object("queue", .buffer, capacity: 2)
    let ready = log.object("ready", .event)
    let critical = log.object("critical", .section, capacity: 1)
    let flag = log.object("flag", .atomic)
    let reached = log.string("reached")
    func at(_ line: UInt32, _ text: String) -> SiteID { log.site(line, 3, text) }
    log.start(main)
    let spawn = log.add(main, .threadSpawn, .none, 2, at: at(5, "spawn worker"))
    log.add(worker, .threadStart, cause: spawn)
    log.add(main, .semaphoreWaitEnd, slots, 1, at: at(6, "slots.acquire()"), hasVersion: true)
    log.add(worker, .semaphoreWaitBegin, slots, 1, at: at(20, "slots.acquire()"))
    log.add(main, .sleep, at: at(7, "sleep 1ms"))
    let post = log.add(
      main, .semaphorePost, slots, 1, at: at(8, "slots.release()"), hasVersion: true, after: 1_000_000)
    log.add(worker, .semaphoreWaitEnd, slots, 1, at: at(20, "slots.acquire()"), cause: post, hasVersion: true)
    log.add(worker, .bufferPut, queue, 7, at: at(21, "queue.put(7)"), hasVersion: true)
    log.add(worker, .bufferPut, queue, 8, at: at(21, "queue.put(7)"), hasVersion: true)
    log.add(worker, .bufferFullWait, queue, 9, at: at(21, "queue.put(7)"))
    let get = log.add(main, .bufferGet, queue, 7, at: at(9, "queue.get()"), hasVersion: true)
    log.add(worker, .bufferPut, queue, 9, at: at(21, "queue.put(7)"), cause: get, hasVersion: true)
    log.add(main, .barrierArrive, gate, at: at(10, "gate.wait()"), hasVersion: true)
    let arrive = log.add(worker, .barrierArrive, gate, at: at(22, "gate.wait()"), hasVersion: true)
    log.add(worker, .barrierPass, gate, at: at(22, "gate.wait()"))
    log.add(main, .barrierPass, gate, at: at(10, "gate.wait()"), cause: arrive)
    log.add(worker, .sectionEnter, critical, at: at(23, "section critical"))
    log.add(worker, .mark, reached, 3, at: at(24, "mark \"reached\", 3, 4"))
    log.add(worker, .argument, reached, 4)
    log.add(
      worker, .readModifyWrite, flag, 1, at: at(25, "flag.add(1)"), flags: EventFlags(order: .releasing))
    log.add(worker, .sectionLeave, critical, at: at(23, "section critical"))
    log.add(worker, .eventSet, ready, at: at(26, "ready.set()"), hasVersion: true)
    log.add(main, .joinBegin, .none, 2, at: at(11, "join worker"))
    let end = log.add(worker, .threadExit)
    log.add(main, .joinEnd, .none, 2, at: at(11, "join worker"), cause: end)
    log.exit(main)
    log.verdict(.completed)
    return log.log
  }

  /// Many threads around one lock.
  static func crowd(_ count: Int) -> EventLog {
    var log = LogBuilder("crowd")
    let actors = (0..<count).map { log.actor("worker[\($0)]") }
    let m = log.object("m", .mutex)
    let site = log.site(4, 20, "with m")
    var last = EventReference.none
    for actor in actors {
      log.start(actor)
      log.add(actor, .lockAcquire, m, at: site, cause: last, hasVersion: true)
      last = log.add(actor, .lockRelease, m, at: site, hasVersion: true)
      log.exit(actor)
    }
    return log.log
  }
}
