import LabExploration
import LabLanguage
import LabSemantics

/// Steps of buffers, rings and pools.
extension ControlledProgram {
  func applyBuffer(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int, _ state: UnsafeRawPointer,
    _ record: UnsafeMutableRawPointer
  ) -> Int64 {
    if alternative != 0 { return OperationResult.timedOut }
    let buffer = shapes[Int(point.pointee.object)].buffer
    switch point.pointee.opcode {
    case .bufferPut: return buffer.put(operand(point.pointee.c, actor, state), record)
    case .bufferTryPut: return buffer.tryPut(operand(point.pointee.c, actor, state), record)
    case .ringReserve: return buffer.reserve(record)
    case .bufferSize: return Int64(buffer.size(record))
    default: buffer.close(record)
    }
    return OperationResult.done
  }

  /// A get has two results: the item, and whether there was one.
  func stepGet(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let record = state + offset(point, element(point, actor, state))
    let buffer = shapes[Int(point.pointee.object)].buffer
    let hasItem = alternative == 0 && buffer.hasItem(record)
    guard point.pointee.secondResult >= 0 else {
      return finish(actor, point, hasItem ? buffer.get(record) : 0, state)
    }
    load(actor, point, state)
    let scratch = actors[actor].table.scratch
    let item = hasItem ? buffer.get(record) : 0
    if point.pointee.result >= 0 { scratch[Int(point.pointee.result)] = item }
    scratch[Int(point.pointee.secondResult)] = hasItem ? 1 : 0
    return advance(actor, from: Int(point.pointee.resume), state)
  }

  func stepPool(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let record = state + Int(point.pointee.cell)
    let pool = shapes[Int(point.pointee.object)].pool
    switch point.pointee.opcode {
    case .poolDrain: return finish(actor, point, alternative == 1 ? OperationResult.timedOut : 0, state)
    case .poolFinish:
      pool.finish(actor, record)
      return finish(actor, point, 0, state)
    case .poolSubmit:
      if pool.isFull(record) { return fail(.poolLimit, actor, Int(point.pointee.pc), .failed) }
      load(actor, point, state)
      let scratch = actors[actor].table.scratch
      let instruction = actors[actor].table.instructions[Int(point.pointee.pc)]
      let arguments = pool.submit(Int64(point.pointee.extra), record)
      for position in 0..<Int(instruction.modifier) {
        arguments.storeBytes(
          of: scratch[instruction.c.index + position], toByteOffset: position * 8, as: Int64.self)
      }
      return finish(actor, point, 0, state)
    default: return take(actor, point, pool, record, state)
    }
  }

  private func take(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ pool: PoolMachine,
    _ record: UnsafeMutableRawPointer, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    load(actor, point, state)
    let scratch = actors[actor].table.scratch
    var nothing: Int64 = 0
    let task =
      point.pointee.secondResult >= 0
      ? takeArguments(actor, point, pool, record) : pool.take(actor, record, arguments: &nothing, count: 0)
    if point.pointee.result >= 0 { scratch[Int(point.pointee.result)] = task }
    return advance(actor, from: Int(point.pointee.resume), state)
  }

  private func takeArguments(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ pool: PoolMachine,
    _ record: UnsafeMutableRawPointer
  ) -> Int64 {
    let scratch = actors[actor].table.scratch + Int(point.pointee.secondResult)
    let task = pool.take(actor, record, arguments: scratch, count: Int(point.pointee.extra))
    if task < 0 { for position in 0..<Int(point.pointee.extra) { scratch[position] = 0 } }
    return task
  }
}
