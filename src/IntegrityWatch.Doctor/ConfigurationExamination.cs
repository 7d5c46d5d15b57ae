namespace IntegrityWatch.Doctor;

/// <summary>Whether configuration and policies can be used: without them no scan begins.</summary>
internal sealed class ConfigurationExamination() : Examination("configuration", "configuration")
{
    public override IEnumerable<HealthCheck> Examine(ExaminedHost host)
    {
        var policies = host.Request.Policies;
        yield return host.Request.ConfigurationFault is { } fault
            ? Critical("valid", $"no scan can run: {fault.Message}", fault.Hint)
            : Ok("valid", policies == 0 ? "the shipped policy alone decides" : $"the configuration is valid, with {ExaminedHost.Count(policies, "policy", "policies")} over the shipped one");
    }
}
