import java.io.File;
import java.io.FileInputStream;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Kiểm tra chữ ký của một gói tin học bạ. Verifies the signatures of one packet.
 *
 * java VerifyPacket.java goi-tin.xml goc.pem trung-gian.pem
 */
public class VerifyPacket {
  static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

  public static void main(String[] args) throws Exception {
    Document document = read(new File(args[0]));
    X509Certificate root = certificate(args[1]);
    X509Certificate issuing = certificate(args[2]);
    NodeList signatures = document.getElementsByTagNameNS(DS, "Signature");
    boolean all = signatures.getLength() > 0;
    for (int i = 0; i < signatures.getLength(); i++) {
      Element signature = (Element) signatures.item(i);
      String slot = ((Element) signature.getParentNode()).getTagName();
      String verdict = verify(document, signature, root, issuing);
      System.out.println(slot + " " + verdict);
      all &= verdict.equals("ok");
    }
    System.exit(all ? 0 : 1);
  }

  /** DOCTYPE bị từ chối; thuộc tính Id là định danh. No DOCTYPE; the attribute Id is an XML id. */
  static Document read(File file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Document document = factory.newDocumentBuilder().parse(file);
    for (String name : List.of("DU_LIEU_HOC_BA", "THONG_TIN_HOC_BA", "DIEM_TONG_KET"))
      declareIds(document.getElementsByTagName(name));
    declareIds(document.getElementsByTagNameNS(XADES, "SignedProperties"));
    return document;
  }

  static void declareIds(NodeList elements) {
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      if (element.hasAttribute("Id")) element.setIdAttribute("Id", true);
    }
  }

  static X509Certificate certificate(String file) throws Exception {
    try (FileInputStream in = new FileInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  static String verify(Document document, Element signature, X509Certificate root, X509Certificate issuing)
      throws Exception {
    String text = signature.getElementsByTagNameNS(DS, "X509Certificate").item(0).getTextContent();
    byte[] der = java.util.Base64.getMimeDecoder().decode(text);
    X509Certificate signer = (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new java.io.ByteArrayInputStream(der));
    PublicKey key = signer.getPublicKey();
    DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(key), signature);
    XMLSignature read = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
    if (!read.validate(context)) {
      for (Object one : read.getSignedInfo().getReferences())
        if (!((Reference) one).validate(context)) return "changed " + ((Reference) one).getURI();
      return "wrong-value";
    }
    Element time = (Element) signature.getElementsByTagNameNS(XADES, "SigningTime").item(0);
    Date at = Date.from(java.time.Instant.parse(time.getTextContent()));
    return trusted(signer, issuing, root, at);
  }

  /** Đường dẫn tới gốc, hiệu lực tại thời điểm ký. The chain, valid when signed. */
  static String trusted(X509Certificate signer, X509Certificate issuing, X509Certificate root, Date at) {
    try {
      List<X509Certificate> chain = new ArrayList<>(List.of(signer, issuing));
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(at);
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return "ok";
    } catch (Exception refused) {
      return "not-trusted";
    }
  }
}
