using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Evidence.Uses;

/// <summary>
/// What tells of uses: the measurement list, the audit log. A source is a folder with one of these and a line in
/// <see cref="EvidenceReader"/>; nothing behind the joiner asks which sources there are.
/// </summary>
internal interface IUseSource
{
    /// <summary>
    /// Gives what is news since the remembered place, in the source's own order: each use, and as incidents what is none but has to be
    /// told, that something is wrong with the source among it.
    /// </summary>
    /// <exception cref="CannotCheckException">It cannot be read, or is not what it should be.</exception>
    void Read(Joiner joiner, CancellationToken interrupted);
}
