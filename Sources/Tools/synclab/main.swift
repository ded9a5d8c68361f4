import LabPlatform

CurrentProcess.exitAtOnce(Synclab.run(Array(CommandLine.arguments.dropFirst())).rawValue)
