import LabLanguage
import XCTest

final class ParserStatementTests: XCTestCase {
  func testSimpleStatements() {
    let cases = [
      ("local a = 1", "(local a 1)"),
      ("x = y", "(= x y)"),
      ("x[i] += 2", "(+= (index x i) 2)"),
      ("x -= 3", "(-= x 3)"),
      ("f(1)", "(do (call f 1))"),
      ("m.lock()", "(do (operation m lock))"),
      ("s[0].release(2)", "(do (operation (index s 0) release 2))"),
      ("choose(1, 2)", "(do (call choose 1 2))"),
      ("break", "break"),
      ("continue", "continue"),
      ("return", "(return none)"),
      ("return x + 1", "(return (+ x 1))"),
      ("await x == 0", "(await (== x 0))"),
      ("spawn w", "(spawn w)"),
      ("spawn w[1]", "(spawn (index w 1))"),
      ("join w[self]", "(join (index w self))"),
      ("yield", "yield"),
      ("fence", "fence"),
      ("sleep 20ms", "(sleep 20ms)"),
      ("work 5us", "(work 5us)"),
      ("work fetch(3)", "(work (call fetch 3))"),
      ("work p.fetch(3)", "(work (operation p fetch 3))"),
      ("crash", "crash"),
      ("may crash", "may-crash"),
      ("exit 2", "(exit 2)"),
      ("assert x == 1", "(assert (== x 1) none)"),
      ("assert x, \"why\"", "(assert x \"why\")"),
      ("fail \"no\"", "(fail \"no\")"),
      ("print \"x\"", "(print \"x\")"),
      ("print \"x\", a, b + 1", "(print \"x\" a (+ b 1))"),
      ("mark \"m\", 1", "(mark \"m\" 1)"),
    ]
    for (text, tree) in cases { XCTAssertEqual(statement(text), tree) }
  }

  func testStatementsWithBlocks() {
    let cases = [
      ("if a { x = 1 }", "(if a (block (= x 1)) none)"),
      ("if a { } else { x = 1 }", "(if a (block) (block (= x 1)))"),
      ("if a { } else if b { } else { }", "(if a (block) (if b (block) (block)))"),
      ("if a { } else x = 1", "(if a (block) (= x 1))"),
      ("while a { }", "(while a (block))"),
      ("loop { break }", "(loop (block break))"),
      ("repeat n { }", "(repeat n (block))"),
      ("for i in 0 ..< n + 1 { }", "(for i 0 (+ n 1) (block))"),
      ("for i in a..<b { }", "(for i a b (block))"),
      ("with m { }", "(with plain m (block))"),
      ("with fork[self] { }", "(with plain (index fork self) (block))"),
      ("with read lock { }", "(with read lock (block))"),
      ("with write lock[1] { }", "(with write (index lock 1) (block))"),
      ("with read { }", "(with plain read (block))"),
      ("with write[0] { }", "(with plain (index write 0) (block))"),
      ("with read read { }", "(with read read (block))"),
      ("section s { }", "(section s none (block))"),
      ("section s limit 2 { }", "(section s 2 (block))"),
      ("section limit limit N { }", "(section limit N (block))"),
      ("atomic { await x; x = 0 }", "(atomic (block (await x) (= x 0)))"),
      ("choose { a = 1 } or { b = 1 } or { }", "(choose (block (= a 1)) (block (= b 1)) (block))"),
    ]
    for (text, tree) in cases { XCTAssertEqual(statement(text), tree) }
  }

  func testElseAndOrMayStartTheNextLine() {
    XCTAssertEqual(statement("if a { }\n\n// so\nelse { }"), "(if a (block) (block))")
    XCTAssertEqual(statement("if a { }\nelse if b { }\nelse { }"), "(if a (block) (if b (block) (block)))")
    XCTAssertEqual(statement("choose { }\nor { }\r\nor { }"), "(choose (block) (block) (block))")
  }

  func testSeparators() {
    XCTAssertEqual(statement("a = 1; b = 2"), "(= a 1) (= b 2)")
    XCTAssertEqual(statement("\n\n;a = 1;;\r\n b = 2;\n"), "(= a 1) (= b 2)")
    XCTAssertEqual(statement("a = 1 // ; b = 2" + "\n"), "(= a 1)")
  }

  func testWordsOfDeclarationsAreOrdinaryNamesElsewhere() {
    let words = [
      "mutex", "event", "thread", "process", "main", "daemon", "task", "func", "param", "const", "expect",
      "var",
      "read", "write", "limit", "timeout", "shm", "forked", "by", "on", "of", "no", "when", "race", "always",
      "finally", "title", "tags", "native", "runs", "scenario", "min", "acquire", "threads", "reachable",
      "recursive",
    ]
    for word in words {
      XCTAssertEqual(
        items("mutex \(word)"), ["(mutex local (\(word) none none none (attributes) none none))"])
      XCTAssertEqual(statement("\(word) = \(word) + 1"), "(= \(word) (+ \(word) 1))")
      XCTAssertEqual(statement("local \(word) = 1"), "(local \(word) 1)")
      XCTAssertEqual(statement("\(word).lock()"), "(do (operation \(word) lock))")
      XCTAssertEqual(statement("with \(word) { }"), "(with plain \(word) (block))")
      XCTAssertEqual(statement("\(word)[0] += 1"), "(+= (index \(word) 0) 1)")
      XCTAssertEqual(statement("\(word)(1)"), "(do (call \(word) 1))")
      XCTAssertEqual(items("expect always \(word)"), ["(expect (always \(word)) none)"])
      XCTAssertEqual(items("expect race on \(word) when \(word)"), ["(expect (race \(word)) \(word))"])
      XCTAssertEqual(items("thread \(word) { }"), ["(thread plain \(word) none (block))"])
    }
  }

  func testKeywordsCannotBeNames() {
    let keywords = [
      "local", "if", "else", "while", "loop", "repeat", "for", "in", "break", "continue", "return", "with",
      "section", "atomic", "await", "choose", "or", "spawn", "join", "yield", "fence", "sleep", "work",
      "crash",
      "may", "exit", "assert", "fail", "print", "mark", "true", "false", "self",
    ]
    for word in keywords {
      XCTAssertEqual(messages("var \(word) = 1"), ["2:5 '\(word)' is a keyword and cannot be a name"])
      XCTAssertEqual(messagesInside("local \(word) = 1"), ["3:7 '\(word)' is a keyword and cannot be a name"])
    }
  }

  func testKeywordsAreFineAsOperationsAndTags() {
    XCTAssertEqual(statement("x.join()"), "(do (operation x join))")
    XCTAssertEqual(items("tags atomic, wake-up, while"), ["(tags atomic wake-up while)"])
  }
}
