import LabNative
import LabPlatform

let reason = ChildProgram.main(Array(CommandLine.arguments.dropFirst()))
try? Terminal.write("synclab-child: \(reason)\n", to: .errors)
CurrentProcess.exitAtOnce(70)
