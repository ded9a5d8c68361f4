import LabControlled
import XCTest

/// Numbers of reachable states that are known from elsewhere.
final class StateCountTests: XCTestCase {
  private func states(_ body: String) throws -> Int {
    let search = NaiveSearch(try model(body))
    XCTAssertTrue(search.isComplete)
    return search.states
  }

  /// The philosophers of NUMBERS.md: both forks taken and given back one by one.
  private func philosophers(_ count: Int, _ start: String) -> String {
    """
    mutex fork[\(count)]
    thread p[\(count)] { \(start) loop {
      fork[self].lock(); fork[(self + 1) % \(count)].lock()
      fork[self].unlock(); fork[(self + 1) % \(count)].unlock() } }
    """
  }

  func testPhilosophersWithAFirstYieldHaveLucasManyStates() throws {
    XCTAssertEqual(try [3, 4, 5, 6].map { try states(philosophers($0, "yield;")) }, [75, 321, 1363, 5777])
  }

  func testPhilosophersWithoutItHavePowersOfThree() throws {
    XCTAssertEqual(try [3, 4, 5].map { try states(philosophers($0, "")) }, [26, 80, 242])
  }

  func testNestedWithReleasesTheSecondForkFirst() throws {
    let counts = try [3, 4, 5, 6].map { count in
      try states(
        """
        mutex fork[\(count)]
        thread p[\(count)] { loop { with fork[self] { with fork[(self + 1) % \(count)] { } } } }
        """)
    }
    XCTAssertEqual(counts, [35, 118, 392, 1297])
  }
}
