using IntegrityWatch.AuditRules;

namespace IntegrityWatch.Commands.Rules;

/// <summary><c>rules</c>: what makes a kernel write the evidence, printed so that it can be loaded as it is, or put where the host loads it.</summary>
internal sealed class RulesCommand : ProgramCommand
{
    public RulesCommand() : base("rules", "Print the audit rules and the IMA policy that make the evidence, install them, or check the rules of a host",
        "rules install", "rules auditd", "rules check /etc/audit/rules.d")
    {
        Add(new PrintCommand("auditd", "Print audit rules, for /etc/audit/rules.d or auditctl -R", ShippedRules.OpenAuditRules,
            "rules auditd >/etc/audit/rules.d/60-integritywatch.rules"));
        Add(new PrintCommand("ima", "Print an IMA policy, for /sys/kernel/security/ima/policy", ShippedRules.OpenImaPolicy,
            "rules ima >/etc/ima/ima-policy"));
        Add(new PrintCommand("policy", "Print the policy that lies under all others, as the beginning of one's own", ShippedRules.OpenPolicy,
            "rules policy >/etc/integritywatch/policies/site.json"));
        Add(new RulesCheckCommand());
        Add(new RulesInstallCommand());
    }

    /// <summary>Prints what ships as it is.</summary>
    private sealed class PrintCommand(string name, string description, Func<Stream> open, string example) : RunnableCommand(name, description, example)
    {
        public override int Run(CommandRun run)
        {
            using var content = open();
            run.Printer.Bytes(content.CopyTo);
            return 0;
        }
    }
}
