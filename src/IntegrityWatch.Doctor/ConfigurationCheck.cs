namespace IntegrityWatch.Doctor;

/// <summary>Whether configuration and policies can be used: without them no scan begins.</summary>
internal sealed class ConfigurationCheck() : DoctorCheck("configuration", "configuration")
{
    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        var policies = host.Request.Policies;
        yield return host.Request.ConfigurationFault is { } fault
            ? Critical("valid", $"no scan can run: {fault.Message}", fault.Hint)
            : Ok("valid", policies == 0 ? "the shipped policy alone decides" : $"the configuration is valid, with {CheckedHost.Count(policies, "policy", "policies")} over the shipped one");
    }
}
