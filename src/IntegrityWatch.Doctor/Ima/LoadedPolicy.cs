using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Policies;

namespace IntegrityWatch.Doctor.Ima;

/// <summary>The policy that the kernel has, as far as it can be found out.</summary>
/// <param name="Policy">Its rules.</param>
/// <param name="Source">What says so, for messages.</param>
internal sealed record LoadedPolicy(ImaPolicy Policy, string Source)
{
    private const int MostBytes = 1024 * 1024;
    private const string Kernels = ListPaths.Folder + "policy";
    private const string File = "etc/ima/ima-policy";

    /// <summary>
    /// The kernel's own word where it gives one; else the audit log's; else the file that systemd loads; else the command line.
    /// The later ones say what was meant to be loaded. Null where nothing says anything.
    /// </summary>
    public static LoadedPolicy? Find(CheckedHost host)
    {
        // Most kernels do not let it be read, and remove the file once a policy was written.
        if (Of(host.ReadIfReadable(Kernels, MostBytes)?.Split('\n'), "the kernel shows") is { } shown)
            return shown;
        if (Of(host.AuditLogIfReadable?.PolicyRules, "the audit log says that the kernel took") is { } told)
            return told;
        if (Of(host.ReadIfReadable(File, MostBytes)?.Split('\n'), $"{host.Root.Locate(File)} has") is { } written)
            return written;
        var builtIn = host.Options["ima_policy"]?.Split('|') ?? [];
        return builtIn.Contains("tcb") || host.Options["ima_tcb"] is not null
            ? new LoadedPolicy(ImaPolicy.BuiltIn, "the built-in policy (ima_policy=tcb) has")
            : null;
    }

    private static LoadedPolicy? Of(IEnumerable<string>? lines, string source) =>
        lines is not null && ImaPolicy.Parse(lines) is { Count: > 0 } policy ? new LoadedPolicy(policy, source) : null;
}
