import LabExploration
import LabTrace

extension ToyProgram {
  /// A random program: small, but with everything a toy program can have.
  static func random(seed: UInt64) -> ToyProgram {
    var generator = ToyGenerator(random: SplitMix64(seed: seed))
    return generator.program()
  }
}

/// Writes random toy programs.
struct ToyGenerator {
  var random: SplitMix64
  private var shape = ToyProgram.Shape()

  init(random: SplitMix64) { self.random = random }

  private mutating func below(_ bound: Int) -> Int { Int(random.below(UInt64(max(1, bound)))) }

  mutating func program() -> ToyProgram {
    shape.variables = 1 + below(3)
    shape.atomics = 1 + below(2)
    shape.mutexes = 1 + below(2)
    shape.semaphores = (0..<1 + below(2)).map { _ in below(3) }
    shape.conditions = 1
    let actors = 2 + below(3)
    let length = actors == 2 ? 6 : actors == 3 ? 5 : 3
    let code = (0..<actors).map { actor in body(actor, actors, 1 + below(length)) }
    let daemons = below(4) == 0 ? [below(actors)] : []
    return ToyProgram(code, shape, daemons: daemons)
  }

  private mutating func body(_ actor: Int, _ actors: Int, _ length: Int) -> [ToyOperation] {
    var lines: [ToyOperation] = []
    let loops = below(4) == 0
    for _ in 0..<length {
      lines.append(contentsOf: statement(actor, actors))
      if below(6) == 0 { lines.append(.failIf(below(4))) }
      if below(8) == 0 {
        // Skips the next statement.
        let skipped = statement(actor, actors)
        lines.append(.jumpIfZero(lines.count + 1 + skipped.count))
        lines.append(contentsOf: skipped)
      }
    }
    if loops {
      if below(2) == 0 { lines.append(.mark) }
      // For ever, or while the register is 0.
      if below(2) == 0 { lines.append(.jump(0)) } else { lines.append(.jumpIfZero(0)) }
    }
    return lines
  }

  private mutating func statement(_ actor: Int, _ actors: Int) -> [ToyOperation] {
    let variable = below(shape.variables)
    let atomic = below(shape.atomics)
    let mutex = below(shape.mutexes)
    let semaphore = below(shape.semaphores.count)
    switch below(19) {
    case 0, 1: return [.read(variable)]
    case 2, 3: return [.write(variable)]
    case 4: return [.read(variable), .write(variable)]
    case 5: return [.load(atomic)]
    case 6: return [.add(atomic)]
    case 7: return [.compareAndSwap(atomic, from: below(3))]
    case 8, 9: return [.lock(mutex), .read(variable), .write(variable), .unlock(mutex)]
    case 10: return [.lock(mutex)]
    case 11: return [.lock(mutex), .unlock(mutex)]
    case 12: return [.trylock(mutex)]
    case 13: return [.timedLock(mutex)]
    case 14: return [.acquire(semaphore)]
    case 15: return [.release(semaphore)]
    case 16: return below(2) == 0 ? [.await(variable, below(3))] : [.yield]
    case 17: return [.choose(2 + below(2))]
    default:
      switch below(4) {
      case 0: return [.signal(0)]
      case 1: return [.join((actor + 1 + below(actors - 1)) % actors)]
      case 2: return [.unlock(mutex)]
      default:
        return [
          .lock(mutex), .waitEnqueue(condition: 0, mutex: mutex), .waitRetake(condition: 0, mutex: mutex),
          .unlock(mutex),
        ]
      }
    }
  }
}
