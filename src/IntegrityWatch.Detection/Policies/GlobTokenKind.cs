namespace IntegrityWatch.Detection.Policies;

internal enum GlobTokenKind
{
    Byte,
    AnyOf,
    NoneOf,
    Star,
    DeepStar,
    Folders,
}
