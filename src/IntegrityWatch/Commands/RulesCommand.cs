using System.CommandLine;
using IntegrityWatch.AuditRules;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>rules</c>: what makes a kernel write the evidence, printed so that it can be loaded as it is, or put where the host loads it.</summary>
internal static class RulesCommand
{
    public static Command Build(GlobalOptions options, Session session) =>
        new("rules", "Print the audit rules and the IMA policy that make the evidence, install them, or check the rules of a host")
        {
            Print(new Command("auditd", "Print audit rules, for /etc/audit/rules.d or auditctl -R"),
                ShippedRules.OpenAuditRules, options, session),
            Print(new Command("ima", "Print an IMA policy, for /sys/kernel/security/ima/policy"),
                ShippedRules.OpenImaPolicy, options, session),
            Print(new Command("policy", "Print the policy that lies under all others, as the beginning of one's own"),
                ShippedRules.OpenPolicy, options, session),
            RulesCheckCommand.Build(options, session),
            RulesInstallCommand.Build(options, session),
        };

    private static Command Print(Command command, Func<Stream> open, GlobalOptions options, Session session)
    {
        command.SetAction(parsed =>
        {
            using var content = open();
            new Printer(session, options, parsed).Bytes(content.CopyTo);
            return 0;
        });
        return command;
    }
}
