import LabLanguage
import LabTrace

/// What the native runner cannot run yet, and where the scenario asks for it.
package struct Unsupported: Hashable, Sendable {
  package var message: String
  package var site: SiteID
}

/// What this runner can run.
///
/// Everything else is refused before anything starts, never half way.
package enum NativeSupport {
  /// The reasons why a program cannot run natively; empty if it can.
  package static func refusals(of program: Program) -> [Unsupported] {
    objects(program) + actors(program) + instructions(program)
  }

  private static func objects(_ program: Program) -> [Unsupported] {
    program.objects.compactMap { object in
      switch object.kind {
      case .ring:
        Unsupported(
          message: "'\(object.name)' is a ring: native runs have no shared rings yet", site: object.site)
      case .pool:
        Unsupported(message: "'\(object.name)' is a pool: native runs have no pools yet", site: object.site)
      default: nil
      }
    }
  }

  private static func actors(_ program: Program) -> [Unsupported] {
    program.groups.compactMap { group in
      let first = program.actors[group.firstActor]
      guard first.kind == .process else { return nil }
      return Unsupported(
        message: "'\(group.name)' is a process: native runs have only threads yet", site: first.site)
    }
  }

  private static func instructions(_ program: Program) -> [Unsupported] {
    var sites: [SiteID] = []
    for code in program.codes {
      for instruction in code.instructions
      where instruction.opcode == .workCall && !sites.contains(instruction.site) {
        sites.append(instruction.site)
      }
    }
    return sites.map { Unsupported(message: "named workloads cannot be run yet: use 'work 5ms'", site: $0) }
  }
}
