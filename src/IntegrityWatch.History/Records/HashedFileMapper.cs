using IntegrityWatch.Evidence.Disk;

namespace IntegrityWatch.History.Records;

/// <summary>One document for each file that a scan hashed: what it was then.</summary>
internal sealed class HashedFileMapper() : RecordMapper<HashedFile>(Collections.Hashed)
{
    public override RecordKey KeyOf(HashedFile record) => RecordKey.LowestOf(record.Path);

    // LiteDB knows no unsigned numbers; the bits are the same.
    protected override HashedFile Map(DocumentMap map, HashedFile? file) => new()
    {
        Path = map.Path("p", file?.Path),
        Length = map.Number("length", file?.Length),
        Device = (ulong)map.Number("device", (long?)file?.Device),
        Inode = (ulong)map.Number("inode", (long?)file?.Inode),
        Modified = map.Number("modified", file?.Modified),
        Changed = map.Number("changed", file?.Changed),
        Digests = map.Records<Digest>("digests", file?.Digests, (inner, digest) => inner.Digest(digest)),
    };
}
