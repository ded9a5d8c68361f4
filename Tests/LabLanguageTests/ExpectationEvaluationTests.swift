import LabLanguage
import LabTrace
import XCTest

final class ExpectationEvaluationTests: XCTestCase {
  /// The value of `expect always TEXT` when cell n holds 10 n, and registers and copies hold 1000 and more.
  private func value(_ text: String) throws -> Result<Int64, EvaluationError> {
    let program = try program(
      """
      var x = 0, a[3], i = 0; atomic t = 0; semaphore s; event e; buffer q(2); forked var g = 0; param N = 7
      thread w[2] { local got = x; a[i] = got + t + q.size() + s.value() + N; e.set() }
      process p { g = 1 }
      expect always \(text)
      """)
    guard case .always(let expression) = program.expectations[0].property else {
      XCTFail("\(program.expectations)")
      return .success(0)
    }
    XCTAssertEqual(expression.text, text)
    do throws(EvaluationError) {
      return .success(
        try expression.evaluate(
          cell: { Int64($0 * 10) }, local: { Int64(1000 + $0 * 100) + Int64($1.rawValue) },
          forked: { Int64(2000 + $0 * 100 + $1) }, in: program))
    } catch {
      return .failure(error)
    }
  }

  func testValuesOfCells() throws {
    // Cells: x 0, a 1 to 3, i 4, t 5, s 6, e 7, q 8, g 9.
    XCTAssertEqual(try value("x + i * t").get(), 2000)
    XCTAssertEqual(try value("a[0] + a[2]").get(), 40)
    XCTAssertEqual(try value("s + e + q").get(), 210)
    XCTAssertEqual(try value("a[(t - i) / 10]").get(), 20)
    XCTAssertEqual(try value("g").get(), 90)
  }

  func testLocalsAndCopies() throws {
    XCTAssertEqual(try value("w[1].got").get(), 1100)
    XCTAssertEqual(try value("p.g").get(), 2209)
  }

  func testOperators() throws {
    XCTAssertEqual(try value("-t + ~i + !x").get(), -50 - 41 + 1)
    XCTAssertEqual(try value("min(t, i, N) + max(t, i) + abs(x - t)").get(), 7 + 50 + 50)
    XCTAssertEqual(try value("t > i && i >= t || t != 50").get(), 0)
    XCTAssertEqual(try value("t << 2 | i >> 1 ^ N & i % 7").get(), 200 | (20 ^ (7 & 5)))
  }

  func testShortCircuitGuardsTheRightSide() throws {
    XCTAssertEqual(try value("x != 0 && 1 / x > 0").get(), 0)
    XCTAssertEqual(try value("t > 3 || a[t]").get(), 1)
  }

  func testErrorsHaveAText() throws {
    for (text, message) in [
      ("1 / x", "division by zero in '1 / x'"), ("t % x + 1", "division by zero in 't % x + 1'"),
      ("a[t] == 0", "index 50 is out of range in 'a[t] == 0': 'a' has 3 elements"),
      ("a[-t]", "index -50 is out of range in 'a[-t]': 'a' has 3 elements"),
    ] {
      guard case .failure(let error) = try value(text) else {
        XCTFail(text)
        continue
      }
      XCTAssertEqual(error.text, message)
    }
  }
}
