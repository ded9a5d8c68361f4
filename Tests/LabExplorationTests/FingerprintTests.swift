import LabExploration
import LabTestSupport
import LabTrace
import XCTest

final class FingerprintTests: XCTestCase {
  /// Counters are the hardest input for a weak hash: states differ in few low bits.
  func testFingerprintsOfSimilarStatesCollideNoMoreThanRandomNumbers() {
    for size in [8, 16, 24, 40] {
      let hasher = StateHasher(stateSize: size)
      let count = 1 << 16
      var low = [UInt32]()
      var high = [UInt32]()
      withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { state in
        for number in 0..<count {
          for word in 0..<size / 8 {
            state.storeBytes(of: UInt64(number >> (word * 3) & 0xFF), toByteOffset: word * 8, as: UInt64.self)
          }
          state.storeBytes(of: UInt64(number), toByteOffset: number % (size / 8) * 8, as: UInt64.self)
          let hash = hasher.hash(state.baseAddress!)
          low.append(UInt32(truncatingIfNeeded: hash))
          high.append(UInt32(hash >> 32))
        }
      }
      for half in [low, high] {
        // Expected 2^32 / 2^33 = 0.5 equal pairs beside those of equal states.
        let distinct = Set(half).count
        XCTAssertGreaterThanOrEqual(distinct, count - equalStates(size, count) - 8, "size \(size)")
      }
    }
  }

  /// How many of the states above occur twice.
  private func equalStates(_ size: Int, _ count: Int) -> Int {
    var states = Set<[UInt64]>()
    for number in 0..<count {
      var state = (0..<size / 8).map { UInt64(number >> ($0 * 3) & 0xFF) }
      state[number % (size / 8)] = UInt64(number)
      states.insert(state)
    }
    return count - states.count
  }

  func testEveryBitOfAStateCounts() {
    let hasher = StateHasher(stateSize: 24)
    withUnsafeTemporaryAllocation(byteCount: 24, alignment: 8) { state in
      state.initializeMemory(as: UInt8.self, repeating: 0)
      var seen: Set = [hasher.hash(state.baseAddress!)]
      for bit in 0..<192 {
        state[bit / 8] ^= 1 << UInt8(bit % 8)
        XCTAssertTrue(seen.insert(hasher.hash(state.baseAddress!)).inserted, "bit \(bit)")
        state[bit / 8] ^= 1 << UInt8(bit % 8)
      }
    }
  }

  func testCollisionProbabilityIsTheBirthdayBound() {
    XCTAssertEqual(StateHasher.collisionProbability(states: 1), 0)
    XCTAssertEqual(StateHasher.collisionProbability(states: 10_000_000) / 2.71e-6, 1, accuracy: 0.01)
    XCTAssertEqual(StateHasher.collisionProbability(states: .max), 1)
  }

  func testTablesKnowWhatWasPutIn() {
    let hasher = StateHasher(stateSize: 16)
    check(FingerprintTable(hasher: hasher, hasMarks: true), hasher)
    check(ExactStateTable(hasher: hasher, hasMarks: true), hasher)
  }

  private func check<Table: VisitedStates & ~Copyable>(_ table: consuming Table, _ hasher: StateHasher) {
    var random = SplitMix64(seed: TestSettings.seed)
    var reference: [UInt64: UInt32] = [:]
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { state in
      let base = state.baseAddress!
      for _ in 0..<40_000 {
        let number = random.below(30_000)
        base.storeBytes(of: number, as: UInt64.self)
        base.storeBytes(of: number &* number, toByteOffset: 8, as: UInt64.self)
        let hash = hasher.hash(base)
        XCTAssertTrue(table.makeRoom(limit: 1 << 24))
        let slot = table.insert(base, hash: hash)
        if let mark = reference[number] {
          XCTAssertLessThan(slot, 0)
          XCTAssertEqual(table.slot(of: base, hash: hash), ~slot)
          XCTAssertEqual(table.mark(at: ~slot), mark)
        } else {
          XCTAssertGreaterThanOrEqual(slot, 0)
          reference[number] = UInt32(truncatingIfNeeded: number) ^ 0x8000_0000
          table.setMark(UInt32(truncatingIfNeeded: number) ^ 0x8000_0000, at: slot)
        }
      }
    }
    XCTAssertEqual(table.count, reference.count, "seed \(TestSettings.seed)")
    XCTAssertLessThanOrEqual(table.bytes, table.peakBytes)
  }

  func testTablesRefuseToGrowBeyondTheirLimit() {
    let hasher = StateHasher(stateSize: 8)
    fill(FingerprintTable(hasher: hasher, hasMarks: false), hasher, limit: 200_000, atLeast: 15_000)
    fill(ExactStateTable(hasher: hasher, hasMarks: false), hasher, limit: 1_000_000, atLeast: 25_000)
  }

  private func fill<Table: VisitedStates & ~Copyable>(
    _ table: consuming Table, _ hasher: StateHasher, limit: Int, atLeast least: Int
  ) {
    var number: UInt64 = 0
    while table.makeRoom(limit: limit), number < 10_000_000 {
      withUnsafeBytes(of: &number) { _ = table.insert($0.baseAddress!, hash: hasher.hash($0.baseAddress!)) }
      number += 1
    }
    XCTAssertLessThanOrEqual(table.peakBytes, limit)
    XCTAssertGreaterThanOrEqual(Int(number), least)
    XCTAssertLessThan(number, 10_000_000)
  }
}
