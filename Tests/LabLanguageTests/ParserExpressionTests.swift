import LabLanguage
import XCTest

final class ParserExpressionTests: XCTestCase {
  func testEachLevelBindsStrongerThanTheOneBefore() {
    let levels = [
      ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", "<=", ">", ">="], ["<<", ">>"],
      ["+", "-"], ["*", "/", "%"],
    ]
    for (weak, strong) in zip(levels, levels.dropFirst()) {
      for low in weak {
        for high in strong {
          XCTAssertEqual(expression("a \(low) b \(high) c"), "(\(low) a (\(high) b c))")
          XCTAssertEqual(expression("a \(high) b \(low) c"), "(\(low) (\(high) a b) c)")
        }
      }
      for first in weak {
        for second in weak {
          XCTAssertEqual(expression("a \(first) b \(second) c"), "(\(second) (\(first) a b) c)")
        }
      }
    }
  }

  func testSignsBindStrongest() {
    XCTAssertEqual(expression("-a * !b + ~c"), "(+ (* (unary- a) (unary! b)) (unary~ c))")
    XCTAssertEqual(expression("- -a"), "(unary- (unary- a))")
    XCTAssertEqual(expression("a - -1"), "(- a (unary- 1))")
    XCTAssertEqual(expression("!a.ok()"), "(unary! (operation a ok))")
  }

  func testParenthesesGroup() {
    XCTAssertEqual(expression("(a + b) * c"), "(* (+ a b) c)")
    XCTAssertEqual(expression("((a))"), "a")
  }

  func testPrimaries() {
    XCTAssertEqual(expression("true || false"), "(|| true false)")
    XCTAssertEqual(expression("self"), "self")
    XCTAssertEqual(expression("a[i + 1]"), "(index a (+ i 1))")
    XCTAssertEqual(expression("worker[0].got"), "(member (index worker 0) got)")
    XCTAssertEqual(expression("B.r1"), "(member B r1)")
    XCTAssertEqual(expression("f()"), "(call f)")
    XCTAssertEqual(expression("min(a, max(b, abs(c)))"), "(call min a (call max b (call abs c)))")
    XCTAssertEqual(expression("choose(0, 1)"), "(call choose 0 1)")
    XCTAssertEqual(expression("a[1].cas(x, y)"), "(operation (index a 1) cas x y)")
  }

  func testNumbersHave64Bits() {
    XCTAssertEqual(expression("9223372036854775807"), "9223372036854775807")
    XCTAssertEqual(expression("-9223372036854775808"), "(unary- -9223372036854775808)")
    XCTAssertEqual(expression("007"), "7")
    XCTAssertEqual(messagesInside("x = 9223372036854775808"), ["3:5 the number does not fit 64 bits"])
    XCTAssertEqual(messagesInside("x = 0 - 9223372036854775808"), ["3:9 the number does not fit 64 bits"])
    XCTAssertEqual(messagesInside("sleep 99999999999999999999ms"), ["3:7 the number does not fit 64 bits"])
  }

  func testLineEndsInsideParenthesesAndBracketsMeanNothing() {
    XCTAssertEqual(expression("f(\n1,\r\n\n2 // two\n)"), "(call f 1 2)")
    XCTAssertEqual(expression("a[\n1 +\n2\n]"), "(index a (+ 1 2))")
    XCTAssertEqual(expression("(a\n&& b\n)"), "(&& a b)")
    XCTAssertEqual(
      items("var a[2] = [\n1,\n2\n]"), ["(var local (a 2 none (list 1 2) (attributes) none none))"])
  }

  func testTimeoutsAndOrdersAreArguments() {
    XCTAssertEqual(expression("m.lock(timeout: 5ms)"), "(operation m lock (timeout 5ms))")
    XCTAssertEqual(expression("q.put(1, timeout: 2s)"), "(operation q put 1 (timeout 2s))")
    XCTAssertEqual(expression("x.load(acquire)"), "(operation x load (order acquire))")
    XCTAssertEqual(
      expression("x.cas(1, 2, seqcst, relaxed)"), "(operation x cas 1 2 (order seqcst) (order relaxed))")
  }

  func testAnOrderWordIsAnOrderOnlyAsAWholeArgumentOfAnOperation() {
    XCTAssertEqual(expression("x.add(release + 1)"), "(operation x add (+ release 1))")
    XCTAssertEqual(expression("x.add((release))"), "(operation x add release)")
    XCTAssertEqual(expression("f(release)"), "(call f release)")
    XCTAssertEqual(expression("release"), "release")
    XCTAssertEqual(statement("acquire = timeout"), "(= acquire timeout)")
    XCTAssertEqual(expression("f(timeout)"), "(call f timeout)")
  }

  func testRangesCoverWhatWasWritten() throws {
    let text = "scenario \"s\"\nmain { return (a + b[1]) * f(2) }\n"
    let source = SourceText(text, file: "a.lab")
    let file = try XCTUnwrap(Parser.parse(source).file)
    guard case .actor(let actor) = file.items[0].kind,
      case .return(let value?) = actor.body.statements[0].kind,
      case .binary(_, let left, let right) = value.kind
    else { return XCTFail("another tree") }
    XCTAssertEqual(source.text(of: value.range), "(a + b[1]) * f(2)")
    XCTAssertEqual(source.text(of: left.range), "(a + b[1])")
    XCTAssertEqual(source.text(of: right.range), "f(2)")
    XCTAssertEqual(source.text(of: actor.body.range), "{ return (a + b[1]) * f(2) }")
    XCTAssertEqual(source.text(of: actor.body.statements[0].range), "return (a + b[1]) * f(2)")
    XCTAssertEqual(source.text(of: file.items[0].range), "main { return (a + b[1]) * f(2) }")
  }
}
