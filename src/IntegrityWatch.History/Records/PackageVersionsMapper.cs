using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>One document for each generation.</summary>
internal sealed class PackageVersionsMapper() : RecordMapper<PackageVersions>(Collections.Packages)
{
    public override RecordKey KeyOf(PackageVersions record) => RecordKey.Of(record.Generation);

    public override PackageVersions FromDocument(BsonDocument document)
    {
        var names = document.Array(Field.PackageNames);
        var versions = document.Array(Field.PackageVersions);
        return new PackageVersions
        {
            Generation = (int)document.Number(Field.Number),
            Manager = document.Text(Field.Manager),
            Versions = names.Zip(versions).ToDictionary(
                pair => DocumentFields.Text(pair.First, Field.PackageNames),
                pair => DocumentFields.Text(pair.Second, Field.PackageVersions)),
        };
    }

    protected override void Fill(BsonDocument document, PackageVersions record)
    {
        var packages = record.Versions.OrderBy(package => package.Key, StringComparer.Ordinal).ToList();
        document.Put(Field.Number, record.Generation);
        document.Put(Field.Manager, record.Manager);
        document[Field.PackageNames] = new BsonArray(packages.Select(package => new BsonValue(package.Key)));
        document[Field.PackageVersions] = new BsonArray(packages.Select(package => new BsonValue(package.Value)));
    }
}
