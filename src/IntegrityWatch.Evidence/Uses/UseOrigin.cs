using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Evidence.Uses;

/// <summary>What a record says of a use that the host's own programs do not bear; null stands for a use that is the host's.</summary>
/// <param name="Mount">The container's mount that the file was used from, by the device in its PATH record; null where that names none.</param>
/// <param name="Label">The policy's pattern that the process's label fits; null where it fits none.</param>
public sealed record UseOrigin(ContainerMount? Mount, string? Label)
{
    /// <summary>How the container is called: by its label, which others of its sort share, else by its root.</summary>
    public string Name => Label ?? Mount!.Root;
}
