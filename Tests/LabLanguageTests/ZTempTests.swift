import Foundation
import LabLanguage
import XCTest

final class ZTempTests: XCTestCase {
  func testPrint() throws {
    guard let f = ProcessInfo.processInfo.environment["BAD"] else { return }
    let t = try String(contentsOfFile: f, encoding: .utf8)
    for part in t.components(separatedBy: "----\n") {
      print("=======\n" + part + "-------")
      print(diagnostics(part))
    }
  }
  func testGen() throws {
    guard let f = ProcessInfo.processInfo.environment["GEN"] else { return }
    let t = try String(contentsOfFile: f + "/in.txt", encoding: .utf8)
    var o = ""
    for part in t.components(separatedBy: "----\n") {
      o += "\u{2}\n" + diagnostics(String(part.dropLast())) + "\u{3}\n"
    }
    try o.write(toFile: f + "/out.txt", atomically: true, encoding: .utf8)
  }
  func testExamples() throws {
    guard let f = ProcessInfo.processInfo.environment["EX"] else { return }
    for n in try FileManager.default.contentsOfDirectory(atPath: f).sorted() {
      let source = SourceText(try String(contentsOfFile: f + "/" + n, encoding: .utf8), file: n)
      let r = Compiler.compile(source)
      print(source.render(r.diagnostics))
      try r.program?.disassembly.write(toFile: "/tmp/dump/" + n + ".txt", atomically: true, encoding: .utf8)
    }
  }
}
