using IntegrityWatch;
using IntegrityWatch.Terminal;

return CommandLine.Run(args, new Session());
