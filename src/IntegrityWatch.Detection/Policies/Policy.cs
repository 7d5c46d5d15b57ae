using IntegrityWatch.Detection.Indicators;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection.Policies;

/// <summary>What is judged how. Made by <see cref="PolicyLoader"/> from the shipped policy and the ones laid over it.</summary>
public sealed class Policy
{
    private readonly GlobSet userWritable;
    private readonly Dictionary<FindingKind, KindRule> kinds;

    internal Policy(string fingerprint, TimeSpan keepEventsOpen, TimeSpan keepObserved,
        IReadOnlyList<HostPath> captureFolders, IReadOnlySet<RequiredSource> required,
        IReadOnlyList<string> signatureKeys, Dictionary<FindingKind, KindRule> kinds,
        IReadOnlyList<LocationRule> locations, IReadOnlyList<MasqueradeRule> masquerades, GlobSet userWritable,
        IndicatorSet indicators)
    {
        Fingerprint = fingerprint;
        KeepEventsOpen = keepEventsOpen;
        KeepObserved = keepObserved;
        CaptureFolders = captureFolders;
        Required = required;
        SignatureKeys = signatureKeys;
        this.kinds = kinds;
        Locations = locations;
        Masquerades = masquerades;
        this.userWritable = userWritable;
        Indicators = indicators;
    }

    /// <summary>Differs where anything in the policy does.</summary>
    public string Fingerprint { get; }

    /// <summary>How long an event stays open when nobody accepts it.</summary>
    public TimeSpan KeepEventsOpen { get; }

    /// <summary>How long it is remembered that a file was seen, where nobody approved it and nothing has used it since.</summary>
    public TimeSpan KeepObserved { get; }

    /// <summary>Folders in which a capture looks for programs, libraries and modules that have not run yet.</summary>
    public IReadOnlyList<HostPath> CaptureFolders { get; }

    /// <summary>Sources without which nothing is judged.</summary>
    public IReadOnlySet<RequiredSource> Required { get; }

    /// <summary>Files with the keys that IMA signatures are checked with.</summary>
    public IReadOnlyList<string> SignatureKeys { get; }

    public IReadOnlyList<LocationRule> Locations { get; }

    public IReadOnlyList<MasqueradeRule> Masquerades { get; }

    /// <summary>What is known to be bad.</summary>
    public IndicatorSet Indicators { get; }

    public KindRule For(FindingKind kind) => kinds[kind];

    /// <summary>True where ordinary users can put files.</summary>
    public bool IsUserWritable(HostPath path) => userWritable.Matches(path.Bytes);
}
