using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;

namespace IntegrityWatch.Reporting.Fields;

/// <summary>A path and the digest of its content.</summary>
internal readonly record struct FileContent(HostPath Path, Digest? Digest);

/// <summary>The fields of a file that something is told of.</summary>
internal static class FileFields
{
    public static readonly IReadOnlyList<Field<FileContent>> All =
    [
        new(new() { Json = "path", Flat = ("path", 10), Ecs = ["file.path"], Cef = new("filePath", 1023, 8) }, file => file.Path),
        // The exact bytes, where they are not UTF-8.
        new(new() { Json = "pathBase64", IsLeftOut = true, Flat = ("path_base64", 10), Ecs = [("labels.path_base64", 5)] },
            file => LossyUtf8.IsValid(file.Path.Bytes) ? null : Convert.ToBase64String(file.Path.Bytes)),
        new(new() { Flat = ("file_name", 10), Ecs = ["file.name"], Cef = new("fname", 1023, 7) }, file => LossyUtf8.Decode(file.Path.FileName)),
        new(new() { Json = "digest", Flat = ("digest", 10), Cef = CefKey.String(1, "digest"), Label = "Content" }, file => file.Digest),
        new(new() { Flat = ("digest_algorithm", 10) }, file => file.Digest is { IsZero: false } digest ? digest.Algorithm : null),
        new(new() { Flat = ("hash", 10), Cef = new("fileHash", 255, 9) }, file => file.Digest is { IsZero: false } digest ? digest.Hex : null),
        new(new() { Ecs = ["file.hash"] }, file => file.Path.IsEmpty ? null : file.Digest),
    ];
}
