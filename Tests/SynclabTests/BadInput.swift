import Foundation
import LabPlatform
import LabTrace

/// Something a user may type or hand over that is wrong, and what must come of it.
struct BadInput {
  /// Words of the command line, after `synclab`.
  var words: [String]
  var code: Int32
  /// Parts of what is said on standard error.
  var says: [String]

  init(_ line: String, _ code: Int32, _ says: String...) {
    // One quoted word at most, for what has spaces in it.
    let parts = line.components(separatedBy: "'")
    words = parts[0].split(separator: " ").map(String.init)
    if parts.count > 2 { words += [parts[1]] + parts[2].split(separator: " ").map(String.init) }
    self.code = code
    self.says = says
  }

  /// The files that the table speaks of.
  static func prepare(_ line: CommandLine) throws {
    try line.write(goodScenario, to: "good.lab")
    try line.write(goodScenario, to: "Scenarios/test/good.lab")
    try line.write("scenario \"bad\"\nthread a {\n", to: "bad.lab")
    try line.write(goodScenario.replacingOccurrences(of: "x = 1", with: "y = 1"), to: "unknown.lab")
    try line.write([], to: "empty.lab")
    try line.write([0x2F, 0x2F, 0x0A, 0xC3, 0x28, 0x0A], to: "latin.lab")
    try line.write([0x73, 0x00, 0xFF, 0xFE], to: "binary.lab")
    try line.write(Array(repeating: 0x20, count: (1 << 20) + 1), to: "huge.lab")
    try Files.createFolder(line.path("folder"))
    try Files.createFolder(line.path("folder.trace"))
    let trace = TraceCodec.encode(SampleTraces.deadlock())
    try line.write(trace, to: "t.trace")
    try line.write([], to: "empty.trace")
    try line.write(Array(trace.prefix(8)), to: "head.trace")
    try line.write(Array(trace.prefix(20)), to: "cut.trace")
    try line.write(Array("SYNCLAB\0".utf8) + [99, 0, 0, 0, 0, 0, 0, 0], to: "future.trace")
    var damaged = trace
    for index in 40..<60 { damaged[index] ^= 0x5A }
    try line.write(damaged, to: "damaged.trace")
    try line.write(Array("this is no trace at all, but long enough to be one".utf8), to: "text.trace")
    try line.write(TraceCodec.encode(EventLog(run: RunInfo(name: "none"))), to: "none.trace")
  }

  static let commandLine: [BadInput] = [
    BadInput("", 64, "say what to do", "commands: list"),
    BadInput("chekc", 64, "there is no command 'chekc'", "did you mean 'check'?"),
    BadInput("''", 64, "there is no command ''"),
    BadInput("help chekc", 64, "did you mean 'check'?"),
    BadInput("--jsn list", 64, "'list' has no option '--jsn'"),
    BadInput("check", 64, "'check' needs FILE", "usage: synclab check FILE"),
    BadInput("list extra", 64, "'list' has no place for 'extra'"),
    BadInput("check --jsn x", 64, "'check' has no option '--jsn'", "'--json'"),
    BadInput("list --tag", 64, "--tag needs a value"),
    BadInput("list --json=1", 64, "--json takes no value"),
    BadInput("list --tag=", 64, "--tag '': it is empty"),
    BadInput("list --names --tags", 64, "--names and --tags exclude each other"),
    BadInput("list --long --names", 64, "--names and --long exclude each other"),
    BadInput("list --color rainbow", 64, "one of auto, always, never"),
    BadInput("list --width ten", 64, "it is not a whole number"),
    BadInput("list --width 3", 64, "from 40 to 400"),
    BadInput("list --width 80 --width 90", 64, "--width is given twice"),
    BadInput("fmt --check --stdout good.lab", 64, "exclude each other"),
    BadInput("fmt --json --stdout good.lab", 64, "exclude each other"),
    BadInput("new x.lab", 64, "synclab new x"),
    BadInput("new 3x", 64, "cannot be the name of a scenario"),
    BadInput("new 'a b'", 64, "cannot be the name of a scenario"),
    BadInput("list --tag unheard-of", 4, "nothing found"),
    BadInput("list --scenarios nowhere", 74, "--scenarios: there is no folder 'nowhere'"),
  ]

  static let run: [BadInput] = [
    BadInput("run", 64, "'run' needs NAME|FILE"),
    BadInput("run goood", 64, "there is no scenario 'goood'", "did you mean 'good'?"),
    BadInput("run good.lab --runs 0", 64, "it must be from 1 to 1000000"),
    BadInput("run good.lab --runs 1.5", 64, "it is not a whole number"),
    BadInput("run good.lab --timeout 10", 64, "it needs a unit: write 10s"),
    BadInput("run good.lab --timeout 0s", 64, "more than nothing"),
    BadInput("run good.lab --timeout 25h", 64, "more than 24 hours"),
    BadInput("run good.lab --seed -1", 64, "a seed is a number from 0"),
    BadInput("run good.lab -p N", 64, "write NAME=NUMBER"),
    BadInput("run good.lab -p 2=N", 64, "'2' is no name of a parameter"),
    BadInput("run good.lab -p N=two", 64, "it is not a whole number"),
    BadInput("run good.lab -p N=3", 64, "the scenario has no parameter 'N'"),
    BadInput("run good.lab N=3", 64, "write -p N=3 to set a parameter"),
    BadInput("run good.lab --as thread", 64, "did you mean 'threads'?"),
    BadInput("run good.lab --as processes", 64, "actors cannot be run as processes yet"),
    BadInput("run good.lab --schedule ''", 64, "it is empty"),
    BadInput("run good.lab --schedule nobody*2", 64, "--schedule"),
    BadInput("run good.lab --schedule a*x", 64, "--schedule"),
    BadInput("run good.lab --chaos --schedule a", 64, "contradict each other"),
    BadInput("run bad.lab", 65, "bad.lab:", "error:"),
    BadInput("run empty.lab", 65, "empty.lab:", "error:"),
    BadInput("run unknown.lab", 65, "unknown name 'y'"),
    BadInput("run latin.lab", 65, "latin.lab:2: the text is not valid UTF-8"),
    BadInput("run binary.lab", 65, "not valid UTF-8"),
    BadInput("run huge.lab", 65, "huge.lab is larger than 1 MiB"),
    BadInput("run missing.lab", 74, "open missing.lab: No such file or directory"),
    BadInput("run ./", 74, "./ is a folder, not a scenario", "./*.lab"),
    BadInput("run /dev/zero", 74, "/dev/zero is not a plain file"),
    BadInput("run good.lab --trace no/such/folder.trace", 74, "No such file or directory"),
  ]

  static let inspect: [BadInput] = [
    BadInput("inspect", 64, "'inspect' needs TRACE"),
    BadInput("inspect t.trace --view lane", 64, "did you mean 'lanes'?"),
    BadInput("inspect t.trace --view why", 64, "one of lanes, waits, locks, races, hb"),
    BadInput("inspect t.trace --view", 64, "--view needs a value"),
    BadInput("inspect t.trace --at 3", 64, "--at means nothing for --view lanes", "--view state"),
    BadInput("inspect t.trace --view races --at 3", 64, "--at means nothing for --view races"),
    BadInput("inspect t.trace --view locks --limit 3", 64, "--limit means nothing for --view locks"),
    BadInput("inspect t.trace --view state --from 3", 64, "--from means nothing for --view state"),
    BadInput("inspect t.trace --view waits --and 3", 64, "--and means nothing for --view waits"),
    BadInput("inspect t.trace --view hb --and 3", 64, "--and needs --at"),
    BadInput("inspect t.trace --from 9 --to 3", 64, "--from 9 comes after --to 3"),
    BadInput("inspect t.trace --from 7", 64, "--from 7: the run has 6 steps"),
    BadInput("inspect t.trace --view state --at 7", 64, "--at 7: the run has 6 steps"),
    BadInput("inspect t.trace --view waits --at 2147483647", 64, "the run has 6 steps"),
    BadInput("inspect t.trace --view hb --at 0", 64, "--at 0: the run has 6 steps"),
    BadInput("inspect t.trace --view hb --at 1 --and 7", 64, "--and 7: the run has 6 steps"),
    BadInput("inspect t.trace --view hb --at -1", 64, "it must be from 0"),
    BadInput("inspect t.trace --view hb --at 99999999999", 64, "it must be from 0"),
    BadInput("inspect none.trace --view hb --at 1", 64, "the run has 0 steps"),
    BadInput("inspect missing.trace", 74, "No such file or directory"),
    BadInput("inspect good.lab", 65, "not a trace of the lab", "--trace OUT"),
    BadInput("inspect empty.trace", 65, "empty.trace: "),
    BadInput("inspect head.trace", 65, "head.trace: "),
    BadInput("inspect cut.trace", 65, "cut.trace: "),
    BadInput("inspect damaged.trace", 65, "damaged.trace: "),
    BadInput("inspect text.trace", 65, "not a trace of the lab"),
    BadInput("inspect future.trace", 65, "format version 99"),
    BadInput("inspect folder", 65, "not one that a run left"),
    BadInput("inspect t.trace t.trace", 64, "has no place for 't.trace'"),
  ]

  static let explain: [BadInput] = [
    BadInput("explain nonsense-upon-stilts", 64, "there is no term, scenario or trace", "synclab list"),
    BadInput("explain deadlok", 64, "did you mean 'deadlock'?"),
    BadInput("explain spurius wakeup", 64, "did you mean 'spurious-wakeup'?"),
    BadInput("explain goood", 64, "did you mean 'good'?"),
    BadInput("explain ''", 64, "there is no term, scenario or trace ''"),
    BadInput("explain deadlock --names", 64, "exclude each other"),
    BadInput("explain missing.trace", 74, "No such file or directory"),
    BadInput("explain future.trace", 65, "format version 99"),
    BadInput("explain damaged.trace", 65, "damaged.trace: "),
    BadInput("explain folder", 65, "not one that a run left"),
    BadInput("explain bad.lab", 65, "bad.lab has", "synclab check"),
    BadInput("explain missing.lab", 74, "No such file or directory"),
    BadInput("explain no/such/place", 74, "No such file or directory"),
    BadInput("explain good --scenarios nowhere", 74, "there is no folder 'nowhere'"),
    BadInput("completions", 64, "'completions' needs SHELL"),
    BadInput("completions tcsh", 64, "there are no completions for 'tcsh'", "bash, zsh, fish"),
    BadInput("completions BASH", 64, "there are no completions for 'BASH'"),
    BadInput("completions bash zsh", 64, "has no place for 'zsh'"),
  ]

  static var all: [BadInput] { commandLine + run + inspect + explain }
}
