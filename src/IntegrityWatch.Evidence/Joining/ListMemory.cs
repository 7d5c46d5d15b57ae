using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>What an earlier look remembered of a measurement list.</summary>
public sealed record ListMemory(ListPosition Position, ReplayState Replay);
