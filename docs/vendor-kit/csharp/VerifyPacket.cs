using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

/// Kiểm tra chữ ký của một gói tin học bạ. Verifies the signatures of one packet.
///
/// VerifyPacket goi-tin.xml goc.pem trung-gian.pem
public static class VerifyPacket
{
    const string Ds = "http://www.w3.org/2000/09/xmldsig#";
    const string Xades = "http://uri.etsi.org/01903/v1.3.2#";
    const string Rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    const string Ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

    public static int Main(string[] args)
    {
        var document = Read(args[0]);
        var all = document.GetElementsByTagName("Signature", Ds).Cast<XmlElement>().ToList();
        var good = all.Count > 0;
        foreach (var signature in all)
        {
            var verdict = Verify(document, signature, args[1], args[2]);
            Console.WriteLine(((XmlElement)signature.ParentNode).Name + " " + verdict);
            good &= verdict == "ok";
        }
        return good ? 0 : 1;
    }

    /// Giữ nguyên khoảng trắng, cấm DOCTYPE. Blanks are kept, a DOCTYPE is refused.
    static XmlDocument Read(string file)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        using (var reader = XmlReader.Create(file, settings)) document.Load(reader);
        return document;
    }

    /// Exclusive C14N của một phần tử. Exclusive C14N of one element.
    static byte[] Canonical(XmlElement element)
    {
        var alone = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        alone.LoadXml(element.OuterXml);
        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(alone);
        using (var output = (Stream)transform.GetOutput(typeof(Stream)))
        using (var memory = new MemoryStream())
        {
            output.CopyTo(memory);
            return memory.ToArray();
        }
    }

    static string Verify(XmlDocument document, XmlElement signature, string root, string issuing)
    {
        var info = signature["SignedInfo", Ds];
        using (var sha = SHA256.Create())
            foreach (var reference in info.ChildNodes.OfType<XmlElement>().Where(one => one.LocalName == "Reference"))
            {
                var uri = reference.GetAttribute("URI");
                // Đúng một phần tử mang Id này. Exactly one element has this Id.
                var found = document.SelectNodes("//*[@Id='" + uri.Substring(1) + "']").OfType<XmlElement>().ToList();
                if (found.Count != 1) return "ambiguous " + uri;
                var digest = Convert.FromBase64String(reference["DigestValue", Ds].InnerText);
                if (!sha.ComputeHash(Canonical(found[0])).SequenceEqual(digest)) return "changed " + uri;
            }
        var der = Convert.FromBase64String(signature.GetElementsByTagName("X509Certificate", Ds)[0].InnerText);
        var signer = new X509Certificate2(der);
        var value = Convert.FromBase64String(signature["SignatureValue", Ds].InnerText);
        var method = info["SignatureMethod", Ds].GetAttribute("Algorithm");
        if (!IsRight(signer, method, Canonical(info), value)) return "wrong-value";
        var time = DateTime.Parse(signature.GetElementsByTagName("SigningTime", Xades)[0].InnerText).ToUniversalTime();
        return Trusted(signer, root, issuing, time) ? "ok" : "not-trusted";
    }

    static bool IsRight(X509Certificate2 signer, string method, byte[] signed, byte[] value)
    {
        if (method == Rsa)
            using (var rsa = signer.GetRSAPublicKey())
                return rsa.VerifyData(signed, value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // Giá trị ECDSA là r||s như .NET mong đợi. The ECDSA value is r||s, as .NET expects.
        if (method == Ecdsa)
            using (var ecdsa = signer.GetECDsaPublicKey())
                return ecdsa.VerifyData(signed, value, HashAlgorithmName.SHA256);
        return false;
    }

    /// Đường dẫn tới gốc, hiệu lực tại thời điểm ký. The chain, valid when signed.
    static bool Trusted(X509Certificate2 signer, string root, string issuing, DateTime at)
    {
        var anchor = new X509Certificate2(root);
        var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.ExtraStore.Add(anchor);
        chain.ChainPolicy.ExtraStore.Add(new X509Certificate2(issuing));
        var built = chain.Build(signer);
        var last = chain.ChainElements[chain.ChainElements.Count - 1].Certificate;
        return built && last.Thumbprint == anchor.Thumbprint;
    }
}
