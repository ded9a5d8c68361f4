import LabJudgement
import LabLanguage

/// The state in which a native run ended.
package struct FinalState: Hashable, Sendable, StateView {
  /// By cell.
  package var cells: [Int64]
  /// By actor.
  package var registers: [[Int64]]

  package func cell(_ cell: Int) -> Int64 { cells[cell] }

  package func local(actor: Int, _ register: Register) -> Int64 {
    let file = registers[actor]
    return file.indices.contains(register.index) ? file[register.index] : 0
  }

  /// Native runs have no forked objects yet; the runner refuses them.
  package func forked(actor: Int, cell: Int) -> Int64 { cells[cell] }
}
