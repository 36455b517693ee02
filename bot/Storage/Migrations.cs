using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Assistant.Bot.Storage;

/// <summary>Brings the tables up to date: numbered scripts, each applied once, in order, in one transaction.</summary>
internal static class Migrations
{
    public static void Apply(Func<DbConnection> connect)
    {
        using var connection = connect();
        var assembly = typeof(Migrations).Assembly;
        var scripts = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        foreach (var script in scripts)
        {
            var number = Number(script);
            if (connection.ExecuteScalar<int>("PRAGMA user_version") >= number)
                continue;
            connection.Execute("BEGIN IMMEDIATE");
            // Another process may have been faster while this one waited for the lock.
            if (connection.ExecuteScalar<int>("PRAGMA user_version") < number)
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(script)!);
                connection.Execute(reader.ReadToEnd());
                connection.Execute($"PRAGMA user_version = {number}");
            }

            connection.Execute("COMMIT");
        }
    }

    /// <summary>001-first.sql is number 1.</summary>
    private static int Number(string resource)
    {
        var name = resource.Split('.')[^2];
        return int.Parse(name.AsSpan(0, name.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
    }
}
