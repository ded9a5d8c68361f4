import LabLanguage
import LabTrace
import XCTest

final class MachineTests: XCTestCase {
  func testArithmeticWrapsAndTruncates() {
    let smallest = Int64.min
    XCTAssertEqual(Arithmetic.apply(.add, .max, 1), smallest)
    XCTAssertEqual(Arithmetic.apply(.subtract, smallest, 1), .max)
    XCTAssertEqual(Arithmetic.apply(.multiply, .max, 2), -2)
    XCTAssertEqual(Arithmetic.apply(.divide, -7, 2), -3)
    XCTAssertEqual(Arithmetic.apply(.divide, smallest, -1), smallest)
    XCTAssertEqual(Arithmetic.apply(.remainder, -7, 2), -1)
    XCTAssertEqual(Arithmetic.apply(.remainder, 7, -2), 1)
    XCTAssertEqual(Arithmetic.apply(.remainder, smallest, -1), 0)
    XCTAssertNil(Arithmetic.apply(.divide, 1, 0))
    XCTAssertNil(Arithmetic.apply(.remainder, 1, 0))
    XCTAssertEqual(Arithmetic.apply(.negate, smallest), smallest)
    XCTAssertEqual(Arithmetic.absolute(smallest), smallest)
    XCTAssertEqual(Arithmetic.apply(.complement, 5), -6)
    XCTAssertEqual(Arithmetic.apply(.not, 5), 0)
  }

  func testShiftsCountModulo64() {
    XCTAssertEqual(Arithmetic.apply(.shiftLeft, 1, 64), 1)
    XCTAssertEqual(Arithmetic.apply(.shiftLeft, 1, 65), 2)
    XCTAssertEqual(Arithmetic.apply(.shiftLeft, 1, -1), .min)
    XCTAssertEqual(Arithmetic.apply(.shiftRight, -8, 1), -4)
    XCTAssertEqual(Arithmetic.apply(.shiftRight, -1, 63), -1)
    XCTAssertEqual(Arithmetic.apply(.shiftRight, 8, -63), 4)
  }

  private func run(
    _ instructions: [Instruction], _ registers: inout [Int64], budget: Int = 100
  ) -> (LocalStop, pc: Int) {
    var pc = 0
    let stop = instructions.withUnsafeBufferPointer { code in
      registers.withUnsafeMutableBufferPointer { values in
        LocalMachine.run(code.baseAddress!, pc: &pc, registers: values.baseAddress!, budget: budget)
      }
    }
    return (stop, pc)
  }

  private func register(_ number: UInt16) -> Register { Register(rawValue: number) }

  func testTheMachineAgreesWithTheArithmetic() {
    let values: [Int64] = [0, 1, -1, 2, -7, 63, 64, .max, .min]
    let operations: [(BinaryOperator, Opcode)] = [
      (.add, .add), (.subtract, .subtract), (.multiply, .multiply), (.divide, .divide),
      (.remainder, .remainder), (.bitAnd, .bitAnd), (.bitOr, .bitOr), (.bitXor, .bitXor),
      (.shiftLeft, .shiftLeft), (.shiftRight, .shiftRight), (.equal, .equal), (.notEqual, .notEqual),
      (.less, .less), (.lessOrEqual, .lessOrEqual),
    ]
    for (operation, opcode) in operations {
      for left in values {
        for right in values {
          var registers = [99, left, right]
          let code = [Instruction(opcode, a: register(0), b: register(1), c: register(2)), Instruction(.end)]
          let (stop, pc) = run(code, &registers)
          if let expected = Arithmetic.apply(operation, left, right) {
            XCTAssertEqual(registers[0], expected, "\(left) \(operation) \(right)")
            XCTAssertEqual(stop, .instruction)
            XCTAssertEqual(pc, 1)
          } else {
            XCTAssertEqual(stop, .failed(.divisionByZero))
            XCTAssertEqual(pc, 0)
            XCTAssertEqual(registers[0], 99)
          }
        }
      }
    }
  }

  func testUnaryInstructions() {
    let expected: [(Opcode, Int64, Int64)] = [
      (.move, 7, 7), (.negate, 7, -7), (.not, 7, 0), (.not, 0, 1), (.complement, 7, -8), (.absolute, -7, 7),
      (.boolean, -7, 1), (.boolean, 0, 0),
    ]
    for (opcode, operand, result) in expected {
      var registers = [0, operand]
      _ = run([Instruction(opcode, a: register(0), b: register(1)), Instruction(.end)], &registers)
      XCTAssertEqual(registers[0], result, "\(opcode) \(operand)")
    }
    var registers: [Int64] = [0, 3, -4]
    let both = [
      Instruction(.minimum, a: register(0), b: register(1), c: register(2)),
      Instruction(.maximum, a: register(1), b: register(1), c: register(2)), Instruction(.end),
    ]
    _ = run(both, &registers)
    XCTAssertEqual(registers, [-4, 3, -4])
  }

  func testTheMachineStopsAtWhateverIsNotItsOwn() {
    for opcode in Opcode.allCases {
      var registers: [Int64] = [1, 1, 1, 1]
      let code = [
        Instruction(opcode, a: register(0), b: register(1), c: register(2), extra: 1), Instruction(.end),
      ]
      let (stop, pc) = run(code, &registers)
      let isOwn = opcode.rawValue <= Opcode.assert.rawValue
      XCTAssertEqual(stop, .instruction, "\(opcode)")
      XCTAssertEqual(pc, isOwn ? 1 : 0, "\(opcode)")
    }
  }

  func testAFailedAssertionStaysWhereItIs() {
    var registers: [Int64] = [0]
    let (stop, pc) = run([Instruction(.assert, b: register(0)), Instruction(.end)], &registers)
    XCTAssertEqual(stop, .failed(.assertion))
    XCTAssertEqual(pc, 0)
  }

  func testAnEndlessLoopEndsWithTheBudget() {
    var registers: [Int64] = [0, 1]
    let code = [
      Instruction(.add, a: register(0), b: register(0), c: register(1)), Instruction(.jump, extra: 0),
    ]
    let (stop, pc) = run(code, &registers, budget: 1_001)
    XCTAssertEqual(stop, .budget)
    XCTAssertEqual(pc, 1)
    XCTAssertEqual(registers[0], 501)
  }

  // MARK: registers of instructions

  func testRegistersOfEveryOpcode() {
    let (a, b, c, d) = (register(1), register(2), register(3), register(4))
    var table: [String] = []
    for opcode in Opcode.allCases {
      let instruction = Instruction(opcode, modifier: 2, a: a, b: b, c: c, d: d, extra: 2)
      let reads = instruction.registersRead.map { "\($0.rawValue)" }.joined(separator: " ")
      let writes = instruction.registersWritten.map { "\($0.rawValue)" }.joined(separator: " ")
      table.append("\(opcode): \(reads) -> \(writes)")
    }
    XCTAssertEqual(table, Self.registerTable)
    let bare = Opcode.allCases.map { Instruction($0) }
    XCTAssert(bare.allSatisfy { $0.registersRead.isEmpty && $0.registersWritten.isEmpty })
  }

  // Operands are a = 1, b = 2, c = 3, d = 4; counts are 2, except that of a workload, which is 4.
  private static let registerTable = [
    "move: 2 -> 1", "add: 2 3 -> 1", "subtract: 2 3 -> 1", "multiply: 2 3 -> 1", "divide: 2 3 -> 1",
    "remainder: 2 3 -> 1", "bitAnd: 2 3 -> 1", "bitOr: 2 3 -> 1", "bitXor: 2 3 -> 1", "shiftLeft: 2 3 -> 1",
    "shiftRight: 2 3 -> 1", "equal: 2 3 -> 1", "notEqual: 2 3 -> 1", "less: 2 3 -> 1",
    "lessOrEqual: 2 3 -> 1",
    "minimum: 2 3 -> 1", "maximum: 2 3 -> 1", "negate: 2 -> 1", "not: 2 -> 1", "complement: 2 -> 1",
    "absolute: 2 -> 1", "boolean: 2 -> 1", "jump:  -> ", "jumpIfZero: 2 -> ", "jumpIfNotZero: 2 -> ",
    "assert: 2 -> ", "print: 3 4 -> ", "mark: 3 4 -> ", "round:  -> ", "workTime:  -> ",
    "workCall: 3 4 5 6 -> 1", "crash:  -> ", "exit:  -> ", "end:  -> ", "guardRegion: 2 -> ", "load: 2 -> 1",
    "store: 2 3 -> ", "atomicLoad: 2 -> 1", "atomicStore: 2 3 -> ", "atomicAdd: 2 3 -> 1",
    "atomicSwap: 2 3 -> 1", "atomicCompareAndSwap: 2 3 4 -> 1", "fence:  -> ", "mutexLock: 2 -> 1",
    "mutexTryLock: 2 -> 1", "mutexUnlock: 2 -> 1", "mutexRecover: 2 -> 1", "rwlockLockRead: 2 -> 1",
    "rwlockLockWrite: 2 -> 1", "rwlockUnlock: 2 -> 1", "rwlockTryRead: 2 -> 1", "rwlockTryWrite: 2 -> 1",
    "semaphoreAcquire: 2 3 -> 1", "semaphoreTryAcquire: 2 3 -> 1", "semaphoreRelease: 2 3 -> 1",
    "semaphoreValue: 2 -> 1", "conditionEnqueue: 2 -> ", "conditionReacquire: 2 -> 1",
    "conditionSignal: 2 -> 1", "conditionBroadcast: 2 -> 1", "barrierArrive: 2 -> 1", "barrierPass: 2 1 -> 1",
    "eventSet: 2 -> 1", "eventReset: 2 -> 1", "eventWait: 2 -> 1", "bufferPut: 2 3 -> 1",
    "bufferGet: 2 -> 1 4", "bufferTryPut: 2 3 -> 1", "bufferTryGet: 2 -> 1 4", "bufferClose: 2 -> 1",
    "bufferSize: 2 -> 1", "ringReserve: 2 -> 1", "ringCommit: 2 3 4 -> 1", "poolSubmit: 2 3 4 -> 1",
    "poolDrain: 2 -> 1", "poolTake: 2 -> 1 3 4", "poolFinish: 2 -> 1", "spawn: 2 -> ", "join: 2 -> ",
    "yield:  -> ", "sleep:  -> ", "choose:  -> 1", "sectionEnter:  -> ", "sectionLeave:  -> ",
    "regionBegin:  -> ", "regionEnd:  -> ",
  ]

  func testWhereControlGoes() {
    XCTAssertEqual(Instruction(.jump, extra: 7).jumpTarget, 7)
    XCTAssertFalse(Instruction(.jump, extra: 7).continuesToNext)
    XCTAssertEqual(Instruction(.jumpIfZero, extra: 7).jumpTarget, 7)
    XCTAssertTrue(Instruction(.jumpIfZero, extra: 7).continuesToNext)
    XCTAssertNil(Instruction(.bufferPut, extra: 7).jumpTarget)
    XCTAssertFalse(Instruction(.end).continuesToNext)
  }
}
