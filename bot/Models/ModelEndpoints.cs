using System.Net;
using Assistant.Bot.Prompts;

namespace Assistant.Bot.Models;

/// <summary>
/// Where endpoints are, and on what words may leave a country: <c>prompts/model/endpoints.yaml</c>. A host nobody knows is asked about rather than assumed
/// to be near (PIPL 38 to 40).
/// </summary>
public sealed class ModelEndpoints
{
    private const string Local = "local";
    private const string China = "CN";
    private readonly List<(string Host, string? Region)> hosts = [];
    private readonly List<string> bases = [];

    private ModelEndpoints()
    {
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static ModelEndpoints Read(PromptFolder prompts)
    {
        var file = prompts.File("model/endpoints.yaml");
        var yaml = Yaml.Read(file.Path, file.Name).Only("hosts", "bases");
        var all = new ModelEndpoints();
        foreach (var host in yaml["hosts"].Items)
        {
            host.Only("host", "region");
            var region = host["region"].Text;
            all.hosts.Add((host["host"].Text, region == "declared" ? null : region.Length == 2 && region.All(char.IsAsciiLetterUpper) ? region : throw host["region"].Wrong("two capital letters of ISO 3166, or declared.")));
        }

        all.bases.AddRange(yaml["bases"].Entries.Select(entry => entry.Value.Text.Length > 0 ? entry.Key : throw entry.Value.Wrong("the article it rests on is missing.")));
        return all;
    }

    /// <summary>Why the endpoint may not be used as configured; empty where it may.</summary>
    public IEnumerable<string> Problems(LlmSettings settings)
    {
        if (!settings.IsOn || !Uri.TryCreate(settings.Endpoint, UriKind.Absolute, out var address))
            yield break;
        var isLocal = IsLocal(address);
        if (address.Scheme == "http" && !isLocal)
            yield return $"Llm:Endpoint: words of cardholders go to '{address.Host}' by https only.";
        // The root's dot names the same host.
        var host = address.Host.TrimEnd('.');
        var known = hosts.Where(one => one.Host.StartsWith('.') ? host.EndsWith(one.Host, StringComparison.OrdinalIgnoreCase) : host.Equals(one.Host, StringComparison.OrdinalIgnoreCase)).Select(one => one.Region).FirstOrDefault();
        var declared = settings.Region is { Length: > 0 } region ? region.Equals(Local, StringComparison.OrdinalIgnoreCase) ? Local : region.ToUpperInvariant() : null;
        if (declared is not null && known is not null && declared != known)
            yield return $"Llm:Region: {declared}, but '{address.Host}' is in {known}; correct it or leave it out.";
        if (declared == Local && !isLocal)
            yield return $"Llm:Region: '{address.Host}' is not an address of this machine or a private network; give its country.";
        var at = known ?? declared ?? (isLocal ? Local : null);
        if (at is null)
        {
            yield return $"Llm:Region: it is not known where '{address.Host}' is; give the country, such as CN, after your contract with its operator.";
            yield break;
        }

        if (settings.CrossBorderBasis is { Length: > 0 } basis && !bases.Contains(basis))
            yield return $"Llm:CrossBorderBasis: '{basis}' is not one of {string.Join(", ", bases)}.";
        else if (at is not (Local or China) && settings.JurisdictionList.Contains(China) && settings.CrossBorderBasis is not { Length: > 0 })
            yield return $"Llm:CrossBorderBasis: '{address.Host}' is in {at}, and words of people in China would leave the country (PIPL 38 to 40); name the basis ({string.Join(", ", bases)}), or use an endpoint in China.";
    }

    /// <summary>This machine or a private network.</summary>
    private static bool IsLocal(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip)
        && (IPAddress.IsLoopback(ip) || ip.IsIPv6UniqueLocal || (ip.GetAddressBytes() is [10, _, _, _] or [192, 168, _, _] or [172, >= 16 and <= 31, _, _])));
}
