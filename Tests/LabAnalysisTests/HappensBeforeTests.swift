import LabTrace
import XCTest

@testable import LabAnalysis

/// Every source of happens-before, both ways: with the edge no race, without it a race.
final class HappensBeforeTests: XCTestCase {
  /// Two actors and a variable `x`; `body` writes with the one and reads with the other.
  private struct Scene {
    var trace = Trace()
    let left: ThreadID
    let right: ThreadID
    let x: ObjectID

    init() {
      left = trace.actor("left")
      right = trace.actor("right")
      x = trace.object("x", .variable)
    }

    mutating func write() { trace.write(left, x, 1, line: 10) }
    mutating func read() { trace.read(right, x, 1, line: 20) }
  }

  private func check(
    _ isRace: Bool, _ what: String, line: UInt = #line, _ body: (inout Scene) -> Void
  ) {
    var scene = Scene()
    body(&scene)
    let detector = RaceDetector(scene.trace.log)
    XCTAssertEqual(detector.raceCount, isRace ? 1 : 0, what, line: line)
    XCTAssertEqual(detector.contradictions, 0, what, line: line)
    XCTAssertEqual(HappensBeforeOracle(scene.trace.log).racyObjects.isEmpty, !isRace, what, line: line)
  }

  func testNothingOrdersTwoThreads() {
    check(true, "nothing") { scene in
      scene.write()
      scene.read()
    }
    check(false, "two reads") { scene in
      scene.trace.read(scene.left, scene.x)
      scene.read()
    }
    check(false, "one thread") { scene in
      scene.write()
      scene.trace.read(scene.left, scene.x)
    }
    check(true, "a section orders nothing") { scene in
      let section = scene.trace.object("s", .section, capacity: 1)
      for (thread, isWrite) in [(scene.left, true), (scene.right, false)] {
        scene.trace.add(thread, .sectionEnter, section, 1)
        if isWrite { scene.write() } else { scene.read() }
        scene.trace.add(thread, .sectionLeave, section)
      }
    }
    check(true, "a fence orders nothing") { scene in
      scene.write()
      scene.trace.add(scene.left, .fence)
      scene.trace.add(scene.right, .fence)
      scene.read()
    }
  }

  func testSpawnComesBeforeTheStart() {
    for isBefore in [true, false] {
      check(!isBefore, "written before the spawn: \(isBefore)") { scene in
        let child = scene.trace.actor("child", isSpawned: true)
        if isBefore { scene.write() }
        scene.trace.spawn(scene.left, child)
        if !isBefore { scene.write() }
        scene.trace.read(child, scene.x)
      }
    }
  }

  func testTheEndComesBeforeTheJoin() {
    for isAfter in [true, false] {
      check(!isAfter, "read after the join: \(isAfter)") { scene in
        scene.write()
        scene.trace.exit(scene.left)
        if !isAfter { scene.read() }
        scene.trace.join(scene.right, scene.left)
        if isAfter { scene.read() }
      }
    }
  }

  func testAMutexOrdersItsSections() {
    check(false, "both inside") { scene in
      let m = scene.trace.object("m", .mutex)
      scene.trace.lock(scene.left, m)
      scene.write()
      scene.trace.unlock(scene.left, m)
      scene.trace.lock(scene.right, m)
      scene.read()
    }
    check(true, "written after the unlock") { scene in
      let m = scene.trace.object("m", .mutex)
      scene.trace.lock(scene.left, m)
      scene.trace.unlock(scene.left, m)
      scene.write()
      scene.trace.lock(scene.right, m)
      scene.read()
    }
    check(true, "the reader had it first") { scene in
      let m = scene.trace.object("m", .mutex)
      scene.trace.lock(scene.right, m)
      scene.trace.unlock(scene.right, m)
      scene.trace.lock(scene.left, m)
      scene.write()
      scene.trace.unlock(scene.left, m)
      scene.read()
    }
    check(true, "two mutexes") { scene in
      let (m, n) = (scene.trace.object("m", .mutex), scene.trace.object("n", .mutex))
      scene.trace.lock(scene.left, m)
      scene.write()
      scene.trace.unlock(scene.left, m)
      scene.trace.lock(scene.right, n)
      scene.read()
    }
  }

  func testAReadersWriterLockOrdersAllButReaders() {
    for (writer, reader) in [(false, false), (false, true), (true, false), (true, true)] {
      // Left is first: as a writer it orders everybody, as a reader only writers after it.
      check(writer && reader, "shared \(writer), then shared \(reader)") { scene in
        let lock = scene.trace.object("l", .rwlock)
        let flags: [EventFlags] = [writer ? .shared : [], reader ? .shared : []]
        scene.trace.lock(scene.left, lock, flags: flags[0])
        scene.write()
        scene.trace.unlock(scene.left, lock, flags: flags[0])
        scene.trace.lock(scene.right, lock, flags: flags[1])
        scene.read()
        scene.trace.unlock(scene.right, lock, flags: flags[1])
      }
    }
  }

  func testAnAcquireComesAfterAllEarlierPosts() {
    check(false, "the second of two posts") { scene in
      let s = scene.trace.object("s", .semaphore)
      let other = scene.trace.actor("other")
      scene.write()
      scene.trace.post(scene.left, s)
      scene.trace.post(other, s)
      scene.trace.acquire(scene.right, s)
      scene.read()
    }
    check(true, "initial permits give no edge") { scene in
      let s = scene.trace.object("s", .semaphore, initial: 2)
      scene.trace.acquire(scene.left, s)
      scene.write()
      scene.trace.acquire(scene.right, s)
      scene.read()
    }
    check(true, "a post with a greater version, although the cause names it") { scene in
      let s = scene.trace.object("s", .semaphore, initial: 1)
      scene.trace.add(scene.right, .yield)
      scene.write()
      let post = scene.trace.add(scene.left, .semaphorePost, s, 1, version: 2)
      scene.trace.add(scene.right, .semaphoreWaitEnd, s, 1, version: 1, cause: post)
      scene.read()
    }
  }

  func testWhoSawAnEventComesAfterItsSetting() {
    for isBefore in [true, false] {
      check(!isBefore, "written before the set: \(isBefore)") { scene in
        let e = scene.trace.object("e", .event)
        if isBefore { scene.write() }
        scene.trace.set(scene.left, e)
        if !isBefore { scene.write() }
        scene.trace.wait(scene.right, event: e)
        scene.read()
      }
    }
  }

  func testEveryArrivalOfARoundComesBeforeEveryPass() {
    check(false, "the round between") { scene in
      let gate = scene.trace.object("gate", .barrier, capacity: 2)
      scene.write()
      scene.trace.arrive(scene.left, gate)
      scene.trace.arrive(scene.right, gate)
      scene.trace.pass(scene.right, gate)
      scene.read()
    }
    check(true, "written after the arrival") { scene in
      let gate = scene.trace.object("gate", .barrier, capacity: 2)
      scene.trace.arrive(scene.left, gate)
      scene.trace.arrive(scene.right, gate)
      scene.trace.pass(scene.left, gate)
      scene.write()
      scene.trace.pass(scene.right, gate)
      scene.read()
    }
    check(true, "an arrival of the next round does not reach a late pass of this one") { scene in
      let gate = scene.trace.object("gate", .barrier, capacity: 2)
      scene.trace.arrive(scene.left, gate)
      scene.trace.arrive(scene.right, gate)
      scene.trace.pass(scene.left, gate)
      scene.write()
      scene.trace.arrive(scene.left, gate)
      scene.trace.pass(scene.right, gate)
      scene.read()
    }
    check(false, "a withdrawn arrival is no part of the round") { scene in
      let gate = scene.trace.object("gate", .barrier, capacity: 2)
      let third = scene.trace.actor("third")
      scene.trace.add(third, .barrierArrive, gate, version: 1)
      scene.trace.add(third, .barrierPass, gate, flags: .timedOut, version: 2)
      scene.write()
      scene.trace.add(scene.left, .barrierArrive, gate, version: 3)
      scene.trace.add(scene.right, .barrierArrive, gate, version: 4)
      scene.trace.add(scene.right, .barrierPass, gate, version: 5)
      scene.read()
    }
  }

  func testAGetComesAfterItsPutAndAPutAfterTheGetThatMadeRoom() {
    check(false, "its own put") { scene in
      let b = scene.trace.object("b", .buffer, capacity: 2)
      scene.write()
      scene.trace.put(scene.left, b, 1)
      scene.trace.get(scene.right, b, 1)
      scene.read()
    }
    check(true, "somebody else's put") { scene in
      let b = scene.trace.object("b", .buffer, capacity: 2)
      let other = scene.trace.actor("other")
      scene.trace.put(other, b, 1)
      scene.write()
      scene.trace.put(scene.left, b, 2)
      scene.trace.get(scene.right, b, 1)
      scene.read()
    }
    check(false, "the slot was emptied") { scene in
      let b = scene.trace.object("b", .buffer, capacity: 1)
      scene.trace.put(scene.right, b, 1)
      scene.write()
      scene.trace.get(scene.left, b, 1)
      scene.trace.put(scene.right, b, 2)
      scene.read()
    }
    check(true, "another slot was emptied") { scene in
      let b = scene.trace.object("b", .buffer, capacity: 2)
      scene.trace.put(scene.right, b, 1)
      scene.write()
      scene.trace.get(scene.left, b, 1)
      scene.trace.put(scene.right, b, 2)
      scene.read()
    }
  }

  func testASignalComesBeforeTheWakeUp() {
    for isBroadcast in [true, false] {
      check(false, "woken, without the mutex, broadcast \(isBroadcast)") { scene in
        let m = scene.trace.object("m", .mutex)
        let c = scene.trace.object("c", .condition, of: m)
        scene.trace.lock(scene.right, m)
        scene.trace.wait(scene.right, c)
        scene.write()
        if isBroadcast { scene.trace.broadcast(scene.left, c) } else { scene.trace.signal(scene.left, c) }
        scene.trace.wake(scene.right, c)
        scene.read()
      }
    }
    check(true, "written after the signal") { scene in
      let m = scene.trace.object("m", .mutex)
      let c = scene.trace.object("c", .condition, of: m)
      scene.trace.lock(scene.right, m)
      scene.trace.wait(scene.right, c)
      scene.trace.signal(scene.left, c)
      scene.write()
      scene.trace.wake(scene.right, c)
      scene.read()
    }
  }

  // MARK: atomics

  private func checkAtomic(
    _ isRace: Bool, _ store: MemoryOrder, _ load: MemoryOrder, line: UInt = #line,
    between: (inout Scene, ObjectID) -> Void = { _, _ in }
  ) {
    check(isRace, "\(store) then \(load)", line: line) { scene in
      let a = scene.trace.object("a", .atomic)
      scene.write()
      scene.trace.store(scene.left, a, 1, store)
      between(&scene, a)
      scene.trace.load(scene.right, a, 1, load)
      scene.read()
    }
  }

  func testAtomicsOrderByTheirMemoryOrder() {
    checkAtomic(false, .sequentiallyConsistent, .sequentiallyConsistent)
    checkAtomic(false, .releasing, .acquiring)
    checkAtomic(true, .relaxed, .acquiring)
    checkAtomic(true, .releasing, .relaxed)
    checkAtomic(true, .relaxed, .relaxed)
  }

  func testALoadOfTheInitialValueOrdersNothing() {
    check(true, "read before it was written") { scene in
      let a = scene.trace.object("a", .atomic)
      scene.trace.load(scene.right, a, 0)
      scene.write()
      scene.trace.store(scene.left, a, 1)
      scene.read()
    }
  }

  func testAStoreEndsAReleaseSequenceAndAnUpdateGoesOnWithIt() {
    checkAtomic(true, .releasing, .acquiring) { scene, a in
      scene.trace.store(scene.trace.actor("other"), a, 2, .relaxed)
    }
    checkAtomic(true, .releasing, .acquiring) { scene, a in
      scene.trace.store(scene.trace.actor("other"), a, 2, .releasing)
    }
    checkAtomic(false, .releasing, .acquiring) { scene, a in
      scene.trace.update(scene.trace.actor("other"), a, 2, .relaxed)
    }
    checkAtomic(false, .releasing, .acquiring) { scene, a in
      scene.trace.update(scene.trace.actor("other"), a, 2, .releasing)
    }
  }

  func testALoadSeesTheOrderOfTheStoreThatItReads() {
    // The load reads the second store; that the first is processed at any time must not matter.
    check(true, "an older store is read") { scene in
      let a = scene.trace.object("a", .atomic)
      let other = scene.trace.actor("other")
      let first = scene.trace.add(other, .write, a, 1, flags: EventFlags(order: .releasing), version: 1)
      scene.write()
      scene.trace.add(
        scene.left, .write, a, 2, flags: EventFlags(order: .releasing), version: 2, cause: first)
      scene.trace.add(
        scene.right, .read, a, 1, flags: EventFlags(order: .acquiring), version: 1, cause: first)
      scene.read()
    }
  }

  // MARK: regions

  func testAtomicRegionsOrderByCellAndNeverRaceWithEachOther() {
    check(false, "two regions") { scene in
      let first = scene.trace.region()
      scene.trace.write(scene.left, scene.x, 1, region: first)
      let second = scene.trace.region()
      scene.trace.read(scene.right, scene.x, 1, region: second)
    }
    check(true, "one region and one plain access") { scene in
      let region = scene.trace.region()
      scene.trace.write(scene.left, scene.x, 1, region: region)
      scene.read()
    }
    check(false, "a plain access ordered by a region of the cell") { scene in
      let y = scene.trace.object("y", .variable)
      scene.write()
      let first = scene.trace.region()
      scene.trace.write(scene.left, y, 1, region: first)
      let second = scene.trace.region()
      scene.trace.read(scene.right, y, 1, region: second)
      scene.read()
    }
    check(true, "a region that only reads publishes nothing") { scene in
      let y = scene.trace.object("y", .variable)
      scene.write()
      let first = scene.trace.region()
      scene.trace.read(scene.left, y, 0, region: first)
      let second = scene.trace.region()
      scene.trace.write(scene.right, y, 1, region: second)
      scene.read()
    }
    check(true, "a read inside a region, forgotten by a later region") { scene in
      let other = scene.trace.actor("other")
      let first = scene.trace.region()
      scene.trace.read(scene.left, scene.x, 0, region: first)
      let second = scene.trace.region()
      scene.trace.write(other, scene.x, 1, region: second)
      let third = scene.trace.region()
      scene.trace.read(scene.right, scene.x, 1, region: third)
      // Ordered after the region of `other`, not after that of `left`.
      scene.trace.write(scene.right, scene.x, 2)
    }
  }

  func testManyReadersAreAllRemembered() {
    var trace = Trace()
    let x = trace.object("x", .variable)
    let readers = (0..<5).map { trace.actor("reader[\($0)]") }
    let writer = trace.actor("writer")
    for (index, reader) in readers.enumerated() { trace.read(reader, x, 0, line: UInt32(10 + index)) }
    trace.write(writer, x, 1, line: 30)
    XCTAssertEqual(RaceDetector(trace.log).raceCount, 5)
  }
}
